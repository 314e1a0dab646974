import { requireRoot } from "./account-failures.ts";
import { editRows, memberList, type Row, readRows, setMember } from "./account-files.ts";
import { findUser, groups } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { BAD_ARGUMENT, CANNOT_LOCK, groupList, IN_USE, NOT_THERE } from "./useradd.ts";

export const usermod = command(
  {
    usage: "[options] LOGIN",
    about: "Modify a user account.",
    short: "aAbc:d:e:f:g:G:l:Lmop:rR:P:s:u:UZ:",
    long: "append=a comment:=c home:=d gid:=g groups:=G login:=l lock=L move-home=m non-unique=o password:=p remove=r shell:=s uid:=u unlock=U",
    failure: 2,
  },
  async (run) => {
    const [name] = run.operands;
    if (name === undefined || run.options.given.length === 0) {
      await run.process.stderr.write("Usage: usermod [options] LOGIN\n");
      return 2;
    }
    if (run.has("a") && !run.has("G")) {
      await run.process.stderr.write(
        "usermod: -a flag is only allowed with the -G flag\nUsage: usermod [options] LOGIN\n",
      );
      return 2;
    }
    const list = run.options.value("G");
    const further = list === undefined ? undefined : groupList(run, list);
    const user = findUser(run.files, name);
    if (user?.name !== name) throw new Failure(`user '${name}' does not exist`, NOT_THERE);
    requireRoot(run, "passwd", CANNOT_LOCK);
    if (further)
      changeGroups(
        run,
        name,
        further.map((group) => group.name),
      );
    changePasswd(run, name);
    changeShadow(run, name);
    return run.status;
  },
);

/** With -a the groups come on top, with -r they go, else they are all there are. */
function changeGroups(run: Run, user: string, named: readonly string[]): void {
  for (const { name, members } of groups(run.files)) {
    const isNamed = named.includes(name);
    const isMember = members.includes(user);
    const should = run.has("r") ? isMember && !isNamed : isNamed || (run.has("a") && isMember);
    if (should !== isMember) setMember(run.files, name, user, should);
  }
}

function changePasswd(run: Run, name: string): void {
  const { files, options } = run;
  const login = options.value("l");
  if (login !== undefined && readRows(files, "passwd").some((row) => row[0] === login))
    throw new Failure(`user '${login}' already exists`, IN_USE);
  const uid = options.value("u");
  if (uid !== undefined && !/^\d+$/.test(uid)) throw new Failure(`invalid user ID '${uid}'`, BAD_ARGUMENT);
  const main = options.value("g");
  const gid = main === undefined ? undefined : groupList(run, main)[0]?.gid;
  const before = findUser(files, name);
  const home = options.value("d");
  editRows(files, "passwd", (row) => {
    if (row[0] !== name) return row;
    const set = (field: number, value: string | undefined) => {
      if (value !== undefined) row[field] = value;
    };
    set(0, login);
    set(2, uid);
    set(3, gid === undefined ? undefined : String(gid));
    set(4, options.value("c"));
    set(5, home);
    set(6, options.value("s"));
    return row;
  });
  if (home !== undefined && run.has("m") && before && files.exists(before.home)) files.rename(before.home, home);
  if (login === undefined) return;
  editRows(files, "shadow", (row) => (row[0] === name ? [login, ...row.slice(1)] : row));
  const renamed = (row: Row): Row => {
    row[3] = memberList(row[3])
      .map((member) => (member === name ? login : member))
      .join(",");
    return row;
  };
  for (const file of ["group", "gshadow"] as const) editRows(files, file, renamed);
}

/** -L puts a `!` before the password, which nothing matches then; -U takes it away. */
function changeShadow(run: Run, name: string): void {
  const given = run.options.value("p");
  editRows(run.files, "shadow", (row) => {
    if (row[0] !== name) return row;
    if (given !== undefined) row[1] = given;
    if (run.has("L") && !row[1]?.startsWith("!")) row[1] = `!${row[1]}`;
    if (run.has("U")) row[1] = (row[1] ?? "").replace(/^!/, "");
    return row;
  });
}
