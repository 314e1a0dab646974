import { beforeEach, describe, expect, it } from "vitest";
import type { Credentials } from "../kernel/filesystem.ts";
import { credentialsOf, findUser } from "./accounts.ts";
import { TestMachine } from "./test-machine.ts";

let host: TestMachine;

/** Runs a line in a shell of a user, as its login would be. */
async function as(name: string, line: string, stdin = "") {
  const { files } = host.machine;
  const user = findUser(files, name);
  if (!user) throw new Error(`no user ${name}`);
  const env = { HOME: user.home, USER: name, LOGNAME: name, SHELL: user.shell, PATH: "/usr/local/bin:/usr/bin:/bin" };
  return host.run(["bash", "-c", line], { user: credentialsOf(files, user), env, cwd: user.home, stdin });
}

const root = (line: string, stdin = "") => host.run(["bash", "-c", line], { stdin });

beforeEach(() => {
  host = new TestMachine();
});

describe("who one is", () => {
  it("is told by id, groups and whoami, from the account files", async () => {
    expect((await as("dev", "id")).output).toBe("uid=1000(dev) gid=1000(dev) groups=1000(dev),27(sudo),100(users)\n");
    expect((await as("dev", "groups; whoami; id -un; id -Gn root")).output).toBe("dev sudo users\ndev\ndev\nroot\n");
    expect((await as("dev", "getent passwd dev; getent group sudo")).output).toBe(
      "dev:x:1000:1000:,,,:/home/dev:/bin/bash\nsudo:x:27:dev\n",
    );
    expect((await as("dev", "id ana")).output).toBe("id: ‘ana’: no such user\n");
  });
});

describe("files of others", () => {
  it.each([
    ["cat /etc/shadow", "cat: /etc/shadow: Permission denied\n"],
    ["ls /root", "ls: cannot open directory '/root': Permission denied\n"],
    ["cd /root", "bash: line 1: cd: /root: Permission denied\n"],
    ["echo x > /etc/motd", "bash: line 1: /etc/motd: Permission denied\n"],
    ["touch /usr/x", "touch: cannot touch '/usr/x': Permission denied\n"],
    ["mkdir /srv/x", "mkdir: cannot create directory ‘/srv/x’: Permission denied\n"],
    ["rm -f /etc/hosts", "rm: cannot remove '/etc/hosts': Permission denied\n"],
    ["chmod 777 /etc/hosts", "chmod: changing permissions of '/etc/hosts': Operation not permitted\n"],
    ["chown dev /etc/hosts", "chown: changing ownership of '/etc/hosts': Operation not permitted\n"],
    ["nc -l -p 80", "nc: Permission denied\n"],
  ])("%s", async (line, output) => {
    const done = await as("dev", line);
    expect(done.output).toBe(output);
    expect(done.status).not.toBe(0);
  });

  it("are not those one makes oneself, with the umask", async () => {
    const done = await as("dev", "umask 027; touch a; mkdir b; ls -ld a b; umask; bash -c umask");
    expect(done.output).toMatch(/^-rw-r----- 1 dev dev +0 .* a\ndrwxr-x--- 2 dev dev +4096 .* b\n0027\n0027\n$/);
  });

  it("may be read by a group that one is in", async () => {
    await root("groupadd crew; echo secret > /srv/plan; chgrp crew /srv/plan; chmod 640 /srv/plan");
    expect((await as("dev", "cat /srv/plan")).output).toBe("cat: /srv/plan: Permission denied\n");
    await root("usermod -aG crew dev");
    expect((await as("dev", "cat /srv/plan")).output).toBe("secret\n");
  });
});

describe("sudo", () => {
  it("makes root of who is in its group, without a password", async () => {
    expect((await as("dev", "sudo id -u; sudo whoami; sudo -n true && echo yes")).output).toBe("0\nroot\nyes\n");
    expect((await as("dev", "sudo -u nobody id -un; sudo -g docker id -gn")).output).toBe("nobody\ndocker\n");
  });

  it("keeps little of the environment, and -E keeps it all", async () => {
    const line = "export COLOUR=blue; sudo env | grep -E '^(COLOUR|HOME|USER|SUDO_USER|PATH)=' | sort";
    expect((await as("dev", line)).output).toBe(
      "HOME=/root\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nSUDO_USER=dev\nUSER=root\n",
    );
    expect((await as("dev", "COLOUR=blue sudo -E printenv COLOUR; sudo COLOUR=red printenv COLOUR")).output).toBe(
      "blue\nred\n",
    );
  });

  it("-i is a login, -s a shell", async () => {
    expect((await as("dev", "sudo -i pwd; sudo -s pwd; sudo -i echo '$HOME'")).output).toBe(
      "/root\n/home/dev\n/root\n",
    );
  });

  it("says what it cannot find", async () => {
    expect((await as("dev", "sudo nosuch")).output).toBe("sudo: nosuch: command not found\n");
    expect((await as("dev", "sudo -u ana id")).output).toContain("sudo: unknown user ana\n");
    expect((await as("dev", "sudo cd /root")).output).toContain('sudo: "cd" is a shell built-in command');
  });

  it("lists what one may", async () => {
    expect((await as("dev", "sudo -l")).output).toBe(
      "Matching Defaults entries for dev on manager1:\n" +
        "    env_reset, mail_badpass, secure_path=/usr/local/sbin\\:/usr/local/bin\\:/usr/sbin\\:/usr/bin\\:/sbin\\:/bin, use_pty\n\n" +
        "User dev may run the following commands on manager1:\n    (ALL : ALL) NOPASSWD: ALL\n",
    );
  });

  it("refuses who is not in the group, after asking", async () => {
    await root("useradd -m ana; echo ana:secreto | chpasswd");
    expect((await as("ana", "sudo -S id", "secreto\n")).output).toBe(
      "[sudo] password for ana: ana is not in the sudoers file.\n",
    );
    expect((await as("ana", "sudo -n id")).output).toBe("sudo: a password is required\n");
    await root("echo 'ana ALL=(ALL) ALL' > /etc/sudoers.d/ana");
    expect((await as("ana", "sudo -S id -u", "nada\nsecreto\n")).output).toBe(
      "[sudo] password for ana: Sorry, try again.\n[sudo] password for ana: 0\n",
    );
    expect((await as("ana", "sudo -n id -u")).output).toBe("0\n");
    expect((await as("ana", "sudo -k; sudo -n id -u")).output).toBe("sudo: a password is required\n");
  });

  it("does not work without its set-user-ID bit", async () => {
    await root("chmod u-s /usr/bin/sudo");
    expect((await as("dev", "sudo id")).output).toBe(
      "sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set\n",
    );
  });
});

describe("su", () => {
  it("takes root anywhere, with a login's environment after -", async () => {
    expect((await root("su dev -c 'id -un; pwd; echo $HOME'")).output).toBe("dev\n/root/curso\n/home/dev\n");
    expect((await root("su - dev -c 'id -un; pwd; echo $PATH'")).output).toBe(
      "dev\n/home/dev\n/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games\n",
    );
    expect((await root("su - ana")).output).toBe(
      "su: user ana does not exist or the user entry does not contain all the required fields\n",
    );
    expect((await root("su nobody")).output).toBe("This account is currently not available.\n");
  });

  it("asks others for the password", async () => {
    expect((await as("dev", "su")).output).toBe("su: Authentication failure\n");
  });
});

describe("users and groups", () => {
  it("are made and changed in the account files", async () => {
    await root("useradd -m -s /bin/bash -G sudo,docker ana");
    expect((await root("id ana; ls -ld /home/ana; ls -A /home/ana")).output).toMatch(
      /^uid=1001\(ana\) gid=1001\(ana\) groups=1001\(ana\),27\(sudo\),989\(docker\)\ndrwx------ 2 ana ana .* \/home\/ana\n\.bash_logout\n\.bashrc\n\.profile\n$/,
    );
    expect((await root("gpasswd -d ana docker; usermod -aG users ana; groups ana")).output).toBe(
      "Removing user ana from group docker\nana : ana sudo users\n",
    );
    expect((await root("usermod -G docker ana; groups ana; userdel -r ana; ls /home")).output).toContain(
      "ana : ana docker\n",
    );
    expect((await root("id ana; getent group ana; ls /home")).output).toBe("id: ‘ana’: no such user\ndev\n");
  });

  it.each([
    ["groupadd docker", "groupadd: group 'docker' already exists\n", 9],
    ["useradd dev", "useradd: user 'dev' already exists\n", 9],
    ["usermod -aG docker ana", "usermod: user 'ana' does not exist\n", 6],
    ["usermod -aG crew dev", "usermod: group 'crew' does not exist\n", 6],
    ["groupdel crew", "groupdel: group 'crew' does not exist\n", 6],
    ["groupdel dev", "groupdel: cannot remove the primary group of user 'dev'\n", 8],
    ["userdel ana", "userdel: user 'ana' does not exist\n", 6],
  ])("%s is refused", async (line, output, status) => {
    expect(await root(line)).toMatchObject({ output, status });
  });

  it("are root's to change", async () => {
    expect((await as("dev", "/usr/sbin/usermod -aG docker dev")).output).toBe(
      "/usr/sbin/usermod: Permission denied.\n/usr/sbin/usermod: cannot lock /etc/passwd; try again later.\n",
    );
    expect((await as("dev", "/usr/sbin/groupadd crew")).output).toContain("Permission denied.");
    expect((await as("dev", "gpasswd -a dev docker")).output).toBe("gpasswd: Permission denied.\n");
  });

  it("take Debian's adduser too", async () => {
    const done = await root("adduser --disabled-password --gecos '' ana; adduser ana docker; id ana");
    expect(done.output).toContain("info: Adding new user `ana' (1001) with group `ana (1001)' ...\n");
    expect(done.output).toContain("info: Adding user `ana' to group `docker' ...\n");
    expect(done.output).toMatch(/groups=1001\(ana\),100\(users\),989\(docker\)\n$/);
  });
});

describe("a running session", () => {
  it("has the groups it began with; newgrp and a new login have the new one", async () => {
    const before = await as("dev", "sudo usermod -aG docker $USER; id -nG; id -nG dev; sg docker -c 'id -nG; id -gn'");
    expect(before.output).toBe("dev sudo users\ndev sudo users docker\ndocker sudo users dev\ndocker\n");
    expect((await as("dev", "echo 'id -gn' | newgrp docker")).output).toBe("docker\n");
    expect((await as("dev", "id -nG")).output).toBe("dev sudo users docker\n");
  });

  it("does not get into a group without being its member", async () => {
    const done = await as("dev", "newgrp docker");
    expect(done.output).toBe("Invalid password.\nnewgrp: Permission denied.\n");
    expect(done.status).toBe(1);
  });
});

describe("passwords", () => {
  it("are kept in /etc/shadow and can be changed by their owner", async () => {
    await root("useradd ana; echo ana:uno | chpasswd");
    expect((await as("ana", "passwd", "uno\ndos\ndos\n").catch(() => undefined))?.output).toContain(
      "passwd: password updated successfully\n",
    );
    expect((await as("ana", "passwd root")).output).toBe(
      "passwd: You may not view or modify password information for root.\n",
    );
    expect((await as("ana", "passwd", "mal\n")).output).toContain("passwd: password unchanged\n");
    expect((await root("passwd", "a\nb\n")).output).toContain("Sorry, passwords do not match.\n");
    expect((await root("passwd -l ana; passwd -S ana")).output).toMatch(
      /^passwd: password changed\.\nana L 2026-11-24 0 99999 7 -1\n$/,
    );
  });
});

describe("processes of others", () => {
  it("cannot be ended", async () => {
    const sleeping = await host.start(["sleep", "1000"]);
    const refused = await as("dev", `/usr/bin/kill ${sleeping.pid}`);
    expect(refused.output).toBe(`/usr/bin/kill: (${sleeping.pid}): Operation not permitted\n`);
    await as("dev", `sudo kill ${sleeping.pid}`);
    expect(await host.clock.settle(sleeping.exited)).toBe(143);
  });

  it("are shown with their users; a set-user-ID program acts as root", async () => {
    const done = await as("dev", "sleep 100 & sudo ps -eo user,args | grep -E '^(dev|root) +(sleep|sudo|bash)'");
    expect(done.output).toContain("dev      sleep 100\n");
    expect(done.output).toContain("root     sudo ps");
  });
});

describe("busybox", () => {
  it("has its own adduser and addgroup", async () => {
    const { alpine } = await import("../programs/rootfs/alpine.ts");
    host = new TestMachine({}, alpine("3.24.2"), "c0ffee");
    const path = { env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" } };
    await host.run(["addgroup", "-S", "app"], path);
    await host.run(["adduser", "-S", "-G", "app", "app"], path);
    await host.run(["adduser", "-D", "ana"], path);
    expect((await host.run(["id", "app"], path)).output).toBe("uid=100(app) gid=101(app) groups=101(app)\n");
    expect((await host.run(["id", "ana"], path)).output).toBe("uid=1000(ana) gid=1000(ana) groups=1000(ana)\n");
    const user: Credentials = { uid: 1000, gid: 1000, groups: [] };
    expect((await host.run(["touch", "/root/x"], { ...path, user })).output).toBe(
      "touch: /root/x: Permission denied\n",
    );
    expect((await host.run(["adduser", "ana"], path)).output).toBe("adduser: user 'ana' in use\n");
  });
});
