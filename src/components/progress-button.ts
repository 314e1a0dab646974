/** Opens the dialog; what works it is loaded when it first opens. */
async function openProgress(dialog: HTMLDialogElement): Promise<void> {
  dialog.showModal();
  const status = dialog.querySelector<HTMLElement>("[data-part=status]");
  try {
    const { wireProgressDialog } = await import("./progress-dialog.ts");
    wireProgressDialog(dialog);
  } catch (error) {
    console.error(error);
    if (status) status.textContent = status.dataset.failed ?? "";
  }
}

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element) || !target.closest("[data-open-progress]")) return;
  const dialog = document.querySelector<HTMLDialogElement>("#progress");
  if (dialog && !dialog.open) void openProgress(dialog);
});
