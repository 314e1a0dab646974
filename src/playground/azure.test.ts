import { describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** A shell on manager1; the terminal's colours are taken out. */
function shell() {
  const lab = new HeadlessLab();
  const run = async (line: string, input?: readonly string[]) => {
    const { output, exit } = await lab.run("manager1", line, { columns: 120, ...(input ? { input } : {}) });
    return { output: output.replace(/\x1b\[[\d;?]*[a-zA-Z]/g, ""), exit };
  };
  return { lab, run };
}

/** A lab with a resource group and a registry. */
async function withRegistry() {
  const { lab, run } = shell();
  await run("az group create -l brazilsouth -n platzi-curso");
  await run("az acr create --resource-group platzi-curso --name regplatzi --sku Basic");
  return { lab, run };
}

const PUSHED = "docker pull -q alpine; docker tag alpine regplatzi.azurecr.io/platzi:v0";

describe("the lesson's commands, in order", () => {
  it("go from an empty cloud to an image that answers at a public name", async () => {
    const { run } = shell();
    const group = await run("az interactive", ["group create -l brazilsouth -n platzi-curso\n", "quit\n"]);
    expect(group.output).toContain('"provisioningState": "Succeeded"');
    expect((await run("az acr create --resource-group platzi-curso --name regplatzi --sku Basic")).exit).toBe(0);
    const list = await run(
      'az acr list --resource-group platzi-curso --query "[].{acrLoginServer:loginServer}" --output table',
    );
    expect(list.output).toBe("AcrLoginServer\n--------------------\nregplatzi.azurecr.io\n");
    await run("docker pull -q nginx && docker tag nginx regplatzi.azurecr.io/platzi:v0");
    expect((await run("az acr login --name regplatzi")).output).toContain("Login Succeeded\n");
    expect((await run("docker push regplatzi.azurecr.io/platzi:v0")).exit).toBe(0);
    expect((await run("az acr update -n regplatzi --admin-enabled true")).output).toContain('"adminUserEnabled": true');
    await run('export AZ_CR_KEY=$(az acr credential show --name regplatzi --query "passwords[0].value" --out tsv)');
    const created = await run(
      "az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 --name hitosv1 --image regplatzi.azurecr.io/platzi:v0 " +
        "--registry-login-server regplatzi.azurecr.io --registry-username regplatzi --registry-password $AZ_CR_KEY " +
        "--ip-address Public --dns-name-label hitos --ports 80 --query ipAddress.fqdn -o tsv",
    );
    expect(created.output).toBe("hitos.brazilsouth.azurecontainer.io\n");
    expect((await run("az container list --query [].name -o tsv")).output).toBe("hitosv1\n");
    expect((await run("curl -s http://hitos.brazilsouth.azurecontainer.io")).output).toContain("Welcome to nginx!");
    expect((await run("az container logs -g platzi-curso -n hitosv1")).output).toContain('"GET / HTTP/1.1" 200');
  });

  it("asks for the user of an image of its own registry when only the password is given", async () => {
    const { run } = await withRegistry();
    await run(`${PUSHED}; az acr login -n regplatzi; docker push -q regplatzi.azurecr.io/platzi:v0`);
    await run("az acr update -n regplatzi --admin-enabled true -o none");
    const key = "$(az acr credential show -n regplatzi --query passwords[0].value -o tsv)";
    const line = `az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 --name hitosv1 --image regplatzi.azurecr.io/platzi:v0 --registry-password ${key} -o table`;
    const { output, exit } = await run(line, ["regplatzi\n"]);
    expect(output).toContain("Image registry username: ");
    expect(exit).toBe(0);
  });
});

describe("a registry of the cloud", () => {
  it("lets nobody push before a login, refuses a wrong password, and takes the admin's", async () => {
    const { run } = await withRegistry();
    await run(PUSHED);
    const push = "docker push -q regplatzi.azurecr.io/platzi:v0";
    expect(await run(push)).toMatchObject({ exit: 1, output: expect.stringContaining("401 Unauthorized") });
    const login = (password: string) => run(`docker login regplatzi.azurecr.io -u regplatzi -p ${password}`);
    const password = "$(az acr credential show -n regplatzi --query passwords[1].value -o tsv)";
    expect((await run("az acr credential show -n regplatzi")).output).toBe(
      "Run 'az acr update -n regplatzi --admin-enabled true' to enable admin first.\n",
    );
    await run("az acr update -n regplatzi --admin-enabled true -o none");
    expect(await login("wrong")).toMatchObject({ exit: 1, output: expect.stringContaining("unauthorized") });
    expect((await login(password)).output).toContain("Login Succeeded");
    expect((await run(push)).exit).toBe(0);
    expect((await run("az acr repository list -n regplatzi -o tsv")).output).toBe("platzi\n");
    expect((await run("az acr repository show-tags -n regplatzi --repository platzi -o tsv")).output).toBe("v0\n");
    await run("docker logout regplatzi.azurecr.io");
    expect((await run("docker pull regplatzi.azurecr.io/platzi:v0")).exit).toBe(1);
  });

  it("has a token from az acr login that ends after three hours", async () => {
    const { lab, run } = await withRegistry();
    await run(`${PUSHED}; az acr login -n regplatzi`);
    await lab.advance(3 * 3600 + 1);
    expect((await run("docker push -q regplatzi.azurecr.io/platzi:v0")).output).toContain("401 Unauthorized");
  });

  it("has a name of letters and digits that nobody else has", async () => {
    const { run } = await withRegistry();
    const create = (name: string, group: string) => run(`az acr create -g ${group} -n ${name} --sku Basic -o tsv`);
    expect((await create("curso-platzi", "platzi-curso")).output).toContain(
      "Registry names may contain only alpha numeric characters and must be between 5 and 50 characters",
    );
    await run("az group create -l westeurope -n otro");
    expect((await create("regplatzi", "otro")).output).toContain(
      "(AlreadyInUse) The registry DNS name regplatzi.azurecr.io",
    );
    expect((await create("regplatzi2", "ninguno")).output).toContain(
      "(ResourceGroupNotFound) Resource group 'ninguno' could not be found.",
    );
    const free = await run("az acr check-name -n regplatzi --query nameAvailable");
    expect(free.output).toBe("false\n");
  });

  it("builds in the cloud what it then holds", async () => {
    const { lab, run } = await withRegistry();
    lab.writeFile("manager1", "web/Dockerfile", 'FROM alpine\nCMD ["echo", "hola"]\n');
    expect((await run("az acr build -r regplatzi -t web:v1 web")).output).toMatch(
      /ID: ca1\n.*Step 1\/2 : FROM alpine.*Run ID: ca1 was successful after \d+s\n/s,
    );
    expect((await run("az acr repository list -n regplatzi -o tsv")).output).toBe("web\n");
  });

  it("goes with its group, and its images with it", async () => {
    const { run } = await withRegistry();
    await run(`${PUSHED}; az acr login -n regplatzi; docker push -q regplatzi.azurecr.io/platzi:v0`);
    expect((await run("az group delete -n platzi-curso", ["n\n"])).output).toContain("Operation cancelled.");
    expect((await run("az group delete -n platzi-curso --yes")).exit).toBe(0);
    expect((await run("az acr list")).output).toBe("[]\n");
    expect((await run("docker pull regplatzi.azurecr.io/platzi:v0")).output).toContain("no such host");
  });
});

describe("a container group", () => {
  it("is refused for an image that was not pushed", async () => {
    const { run } = await withRegistry();
    const { output, exit } = await run(
      "az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 -n web --image nadie/nada:v9",
    );
    expect(output).toContain(
      "(InaccessibleImage) The image 'nadie/nada:v9' in container group 'web' is not accessible. Please check the image and registry credential.\nCode: InaccessibleImage\n",
    );
    expect(exit).toBe(1);
  });

  it("is refused when its system, its cores or its memory is not said", async () => {
    const { run } = await withRegistry();
    const create = async (rest: string) =>
      (await run(`az container create -g platzi-curso -n web --image nginx ${rest}`)).output.split("\n")[0];
    expect(await create("--cpu 1 --memory 1")).toBe(
      "(InvalidOsType) The 'osType' for container group '<null>' is invalid. The value must be one of 'Windows,Linux'.",
    );
    expect(await create("--os-type Linux")).toBe(
      "(ResourceRequestsNotSpecified) The resource requests are not specified in container 'web' of contain group 'web'. Both memory and CPU requests are required since API version '2017-07-01-preview'.",
    );
    expect(await create("--os-type Linux --memory 6")).toContain(
      "(ResourceSomeRequestsNotSpecified) The 'Cpu' request is not specified in 'MemoryInGB '6' Cpu ''' in container 'web'",
    );
    expect((await run("az container list")).output).toBe("[]\n");
  });

  it("is refused for a resource group that is not there before anything is asked", async () => {
    const { run } = await withRegistry();
    const { output } = await run("az container create -g otro -n web --image regplatzi.azurecr.io/platzi:v0");
    expect(output).toMatch(/^\(ResourceGroupNotFound\) Resource group 'otro' could not be found\./);
  });

  it("tells how its container is: stopped, started, ended, deleted", async () => {
    const { run } = await withRegistry();
    const state = (name: string) =>
      run(`az container show -g platzi-curso -n ${name} --query instanceView.state -o tsv`).then(
        ({ output }) => output,
      );
    await run("az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 -n web --image nginx -o none");
    expect(await state("web")).toBe("Running\n");
    await run("az container stop -g platzi-curso -n web");
    expect(await state("web")).toBe("Stopped\n");
    await run("az container start -g platzi-curso -n web");
    expect(await state("web")).toBe("Running\n");
    await run(
      `az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 -n once --image alpine --restart-policy Never --command-line "sh -c 'echo hola \\$X'" -e X=1 -o none`,
    );
    expect(await state("once")).toBe("Succeeded\n");
    expect((await run("az container logs -g platzi-curso -n once")).output).toBe("hola 1\n\n");
    await run("az container delete -g platzi-curso -n once -y -o none");
    expect((await run("az container show -g platzi-curso -n once")).exit).toBe(3);
  });

  it("answers only at the ports that were opened, and still does after the lab is opened again", async () => {
    const { lab, run } = await withRegistry();
    await run(
      "az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 -n web --image nginx --dns-name-label uno --ports 80 -o none",
    );
    const name = "uno.brazilsouth.azurecontainer.io";
    expect((await run(`curl -s -m 2 http://${name}:81`)).exit).not.toBe(0);
    await lab.reopen();
    await lab.advance(5);
    expect((await run(`curl -s http://${name}`)).output).toContain("Welcome to nginx!");
  });

  it("opens a terminal in its container", async () => {
    const { run } = await withRegistry();
    await run("az container create -g platzi-curso --os-type Linux --cpu 1 --memory 1.5 -n web --image nginx -o none");
    const { output } = await run("az container exec -g platzi-curso -n web --exec-command /bin/sh", [
      "ls /etc/nginx\n",
      "exit\n",
    ]);
    expect(output).toContain("nginx.conf");
  });
});

describe("az interactive", () => {
  it("comes as an extension, installed when it is first used", async () => {
    const { run } = shell();
    const first = await run("az interactive", ["quit\n"]);
    expect(first.output).toContain("This command is in preview and under development.");
    expect(first.output).toContain("Installing the Interactive extension...\n");
    expect((await run("az interactive", ["quit\n"])).output).not.toContain("Installing");
  });
});

describe("az's own words", () => {
  it("says what is missing, misspelt, unknown or none of the choices, with status 2", async () => {
    const { run } = shell();
    expect(await run("az acr create -n regplatzi --sku Basic")).toMatchObject({
      exit: 2,
      output: expect.stringContaining("the following arguments are required: --resource-group/-g\n"),
    });
    expect(await run("az grup list")).toMatchObject({
      exit: 2,
      output: expect.stringContaining(
        "'grup' is misspelled or not recognized by the system.\nDid you mean 'group' ?\n",
      ),
    });
    expect((await run("az group list --colour")).output).toContain("unrecognized arguments: --colour");
    expect((await run("az acr create -n regplatzi -g a --sku Basc")).output).toContain("Did you mean 'Basic' ?");
    expect((await run("az group show -n")).output).toContain(
      "argument --name/--resource-group/-n/-g: expected one argument",
    );
    expect((await run("az group list --query '[['")).output).toContain("invalid jmespath_type value: '[['");
  });

  it("marks errors with a word only where there are no colours", async () => {
    const { run } = shell();
    expect((await run("az group show -n nada 2>&1 | grep Code")).output).toBe("Code: ResourceGroupNotFound\n");
    expect((await run("az group show -n nada 2>&1 | head -1")).output).toMatch(/^ERROR: \(ResourceGroupNotFound\)/);
  });

  it("writes the formats that were asked for", async () => {
    const { run } = shell();
    await run("az group create -l eastus -n uno --tags a=1 -o none; az group create -l westus -n dos -o none");
    expect((await run("az group list -o table")).output).toBe(
      "Name    Location    Status\n------  ----------  ---------\ndos     westus      Succeeded\nuno     eastus      Succeeded\n",
    );
    expect((await run("az group list --query '[].[name,tags]' -o tsv")).output).toBe("dos\tNone\nuno\t\n");
    expect((await run("az group show -n uno --query '{n:name,t:tags}' -o yaml")).output).toBe("n: uno\nt:\n  a: '1'\n");
    expect((await run("az group exists -n tres -o tsv")).output).toBe("false\n");
    expect((await run("az group show -n uno --query nada")).output).toBe("");
  });

  it("says once in a lab that it is a reconstruction, and not in its answers", async () => {
    const { run } = shell();
    expect((await run("LANG=es_ES.UTF-8 az group list 2>&1 >/dev/null")).output).toContain("reconstruidos");
    expect((await run("az group list")).output).toBe("[]\n");
    const second = shell();
    expect((await second.run("az group list 2>/dev/null")).output).toBe("[]\n");
  });

  it("does nothing for who is not signed in, and asks for no real password", async () => {
    const { run } = shell();
    await run("az logout");
    expect((await run("az group list")).output).toBe("Please run 'az login' to setup account.\n");
    expect((await run("az login -u yo -p secreto")).exit).toBe(1);
    expect((await run("az login")).output).toContain("https://microsoft.com/devicelogin");
    expect((await run("az account show --query state -o tsv")).output).toBe("Enabled\n");
  });
});

describe("a container app", () => {
  it("gets its image with the admin of the account's own registry, or not at all", async () => {
    const { run } = await withRegistry();
    await run(`${PUSHED}; az acr login -n regplatzi; docker push -q regplatzi.azurecr.io/platzi:v0`);
    const up = "az containerapp up -n hola -g platzi-curso --image regplatzi.azurecr.io/platzi:v0";
    expect(await run(up)).toMatchObject({
      exit: 1,
      output:
        "Failed to retrieve credentials for container registry. Please provide the registry username and password\n",
    });
    expect((await run("az containerapp env list -o tsv")).output).toBe("");
    await run("az acr update -n regplatzi --admin-enabled true -o none");
    const { output, exit } = await run(up);
    expect(output).toContain('Adding registry password as a secret with name "regplatziazurecrio-regplatzi"\n');
    expect(output).toContain("See full output using: az containerapp show -n hola -g platzi-curso");
    expect(output).not.toContain("{");
    expect(exit).toBe(0);
    const create = "az containerapp create -n otra -g platzi-curso --environment hola-env --image alpine";
    expect((await run(`${create} --registry-server regplatzi.azurecr.io -o none`)).output).toContain(
      "No credential was provided to access Azure Container Registry. Trying to look up credentials...\n",
    );
  });

  it("comes up with all it needs and answers at its name", async () => {
    const { run } = shell();
    expect(
      (
        await run(
          "az containerapp up -n hola -g uno -l eastus --image nginx --ingress external --target-port 80 -o none",
        )
      ).exit,
    ).toBe(0);
    const { output } = await run(
      "az containerapp show -n hola -g uno --query properties.configuration.ingress.fqdn -o tsv",
    );
    expect((await run(`curl -s http://${output.trim()}`)).output).toContain("Welcome to nginx!");
  });
});
