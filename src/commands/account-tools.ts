import type { Program } from "../kernel/process.ts";
import { addgroup, adduser, delgroup, deluser } from "./adduser.ts";
import { gpasswd } from "./gpasswd.ts";
import { groupadd, groupdel } from "./groupadd.ts";
import { login, logname } from "./login.ts";
import { newgrp, sg } from "./newgrp.ts";
import { chpasswd, passwd } from "./passwd.ts";
import { nologin, su } from "./su.ts";
import { sudo } from "./sudo.ts";
import { useradd } from "./useradd.ts";
import { userdel } from "./userdel.ts";
import { usermod } from "./usermod.ts";

/** What changes users and groups, and who one is, by name. */
export const accountTools: Readonly<Record<string, Program>> = {
  ...{ addgroup, adduser, chpasswd, delgroup, deluser, gpasswd, groupadd, groupdel, login, logname, newgrp, nologin },
  ...{ passwd, sg, su, sudo, useradd, userdel, usermod },
};
