import { BrokenPipe } from "../kernel/stream.ts";
import { command, Failure } from "./command.ts";
import { addressesOf, DialError, dial, networkErrorText, notConnected, resolveErrorText } from "./dial.ts";

/** A line to a TCP port; `^]` is not simulated, Ctrl-C ends it. */
export const telnet = command(
  { usage: "HOST [PORT]", about: "Connects to a TCP port.", short: "46Eacdl:e:", operands: [1, 2] },
  async (run) => {
    const [target = "", port = "23"] = run.operands;
    const address = addressesOf(run.process, target)?.[0];
    if (address === undefined) {
      if (run.busybox) throw new Failure(`bad address '${target}'`, 1);
      throw new Failure(`could not resolve ${target}/${port}: ${resolveErrorText(target)}`, 1);
    }
    if (!run.busybox) await run.out(`Trying ${address}...\n`);
    try {
      const connection = await dial(run.process, address, Number(port));
      await run.out(run.busybox ? `Connected to ${target}\n` : `Connected to ${target}.\nEscape character is '^]'.\n`);
      const done = new AbortController();
      const sending = (async () => {
        for (;;) {
          const text = await run.process.stdin.read(done.signal);
          if (text === null) return;
          await connection.output.write(text.replace(/\r?\n/g, "\r\n"));
        }
      })();
      sending.catch(() => {});
      for (let text = await connection.input.read(run.process.signal); text !== null; ) {
        await run.out(text);
        text = await connection.input.read(run.process.signal);
      }
      done.abort(new BrokenPipe());
      connection.close();
      await run.process.stderr.write("Connection closed by foreign host.\n");
      return 1;
    } catch (error) {
      if (!(error instanceof DialError)) throw error;
      const why = networkErrorText(run.process, error.code);
      if (run.busybox) throw new Failure(notConnected(address, why), 1);
      await run.process.stderr.write(`telnet: Unable to connect to remote host: ${why}\n`);
      return 1;
    }
  },
);
