import { describe, expect, test } from "vitest";
import { layOutCourseFiles } from "./course-files.ts";
import { HeadlessLab, type RunOptions } from "./headless-lab.ts";

/**
 * Every command of the 2018 course, its slips mended, in the order it was taught; each part begins in a new lab.
 * A step is a command, what the terminal must show, and what is special about it.
 */
type Step = readonly [run: string, shows: RegExp | string, how?: How];
interface How extends RunOptions {
  readonly host?: string;
  /** Exit status; 0 unless told. */
  readonly exit?: number;
  /** What passes first, s. */
  readonly after?: number;
}

/** Only its exit status counts. */
const WHATEVER = /(?:)/;

const DATA = "-v $PWD/data:/src/data";

const PARTS: Readonly<Record<string, readonly Step[]>> = {
  "herramientas: qué hay instalado": [
    ["which git", "/usr/bin/git\n"],
    ["which python3", "", { exit: 1 }],
    ["docker run --rm python:3 which python3", /^\/usr\/local\/bin\/python3$/m],
    ["which docker", "/usr/bin/docker\n"],
  ],

  "instalar, como en 2018 y como hoy": [
    ["sudo apt-get update", /Reading package lists\.\.\. Done/],
    [
      "sudo apt-get install -y apt-transport-https ca-certificates curl software-properties-common",
      /apt-transport-https|software-properties-common/,
      { exit: 100 },
    ],
    ["sudo apt-get install -y ca-certificates curl", /is already the newest version/],
    // apt-key is gone from Debian 13, and with it the course's two commands.
    [
      "curl -fsSL https://download.docker.com/linux/ubuntu/gpg | sudo apt-key add -",
      /apt-key: command not found/,
      { exit: 1 },
    ],
    ["apt-key fingerprint 0EBFCD88", /apt-key: command not found/, { exit: 127 }],
    ["sudo install -m 0755 -d /etc/apt/keyrings", ""],
    ["sudo curl -fsSL https://download.docker.com/linux/debian/gpg -o /etc/apt/keyrings/docker.asc", ""],
    ["head -1 /etc/apt/keyrings/docker.asc", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"],
    [
      "sudo apt-get install -y docker-ce",
      /docker-ce is already the newest version|Setting up docker-ce|Unable to locate package docker-ce/,
    ],
  ],

  "después de instalar": [
    ["su - dev -c 'docker ps'", /permission denied while trying to connect to the docker API/, { exit: 1 }],
    ["sudo groupadd docker", /groupadd: group 'docker' already exists/, { exit: 9 }],
    ["sudo usermod -aG docker dev", ""],
    ["su - dev -c 'docker ps'", /^CONTAINER ID/],
  ],

  "imágenes y contenedores": [
    ["docker run -it fsharp", /F# Interactive[\s\S]*> #quit;;\n$/, { input: ["#quit;;\n"] }],
    ["docker images", /fsharp/],
    ["docker ps", /^CONTAINER ID {3}IMAGE .*NAMES\n$/],
    ["docker ps -a", /fsharp .*Exited \(0\)/],
    ["docker rm $(docker ps -aq)", /^[0-9a-f]{12}\n$/],
    ["docker run --rm -it fsharp", /F# Interactive/, { input: ["#quit;;\n"] }],
    ["docker ps -aq", ""],
  ],

  "qué hay en un contenedor": [
    ["docker pull -q alpine", /alpine:latest/],
    ["docker inspect alpine:latest", /"RepoTags": \[\n\s+"alpine:latest"/],
    ["docker run -d --name caja alpine sleep 100", /^[0-9a-f]{64}\n$/m],
    ["docker inspect caja", /"Name": "\/caja"/],
    ["docker history alpine", /IMAGE .*CREATED BY .*SIZE/],
  ],

  "gestionar lo instalado": [
    ["docker run hello-world", /Hello from Docker!/],
    ["docker images", /hello-world/],
    ["docker ps -a", /hello-world/],
    ["docker run -d --name viva alpine sleep 600", /[0-9a-f]{64}\n$/],
    ["docker rmi -f alpine", /^Untagged: alpine:latest\n$/],
    ["docker images -q --no-trunc -f dangling=true", /^sha256:[0-9a-f]{64}\n$/],
    ["docker rm -f viva", "viva\n"],
    ["docker images -q --no-trunc -f dangling=true | xargs docker rmi", /^Deleted: sha256:/],
    ["docker images -q -f dangling=true", ""],
    ["docker rm $(docker ps -a -q)", /^[0-9a-f]{12}\n$/],
    ["docker rmi hello-world", /Untagged: hello-world:latest/],
  ],

  plugins: [
    [
      "docker plugin install store/hedvig/hedvig-volume:v-1.0",
      /pull access denied|not found|does not exist/,
      { exit: 1 },
    ],
    ["docker plugin install --grant-all-permissions vieux/sshfs", /Installed plugin vieux\/sshfs/],
    ["docker plugin ls", /vieux\/sshfs:latest .*true/],
  ],

  "puertos y variables": [
    [`docker run --rm -it -p8000:80 ${DATA} jjmerelo/platziws0`, /\^C/, { input: ["\u0003"], exit: 130 }],
    ["export PORT=3332", ""],
    [`docker run --rm -d --name hitos -p8000:$PORT -e PORT=$PORT ${DATA} jjmerelo/platziws0`, /^[0-9a-f]{64}\n$/m],
    ["docker port hitos", /^3332\/tcp -> 0\.0\.0\.0:8000/],
    ["curl -s http://localhost:8000/status", '{"status": "OK"}\n', { after: 1 }],
  ],

  "invocar contenedores": [
    [`docker run --rm -dit -p8000:80 ${DATA} jjmerelo/platziws0`, /^[0-9a-f]{64}\n$/m],
    ["curl -s localhost:8000/status", /OK/, { after: 1 }],
    ["docker attach $(docker ps -q)", /read escape sequence/, { input: ["\u0010\u0011"], exit: 1 }],
    ["docker exec -it $(docker ps -q) bash", /root@[0-9a-f]{12}:\/src#/, { input: ["exit\n"] }],
    ["docker stop $(docker ps -q)", /^[0-9a-f]{12}\n$/],
    [`docker run --rm -dit -p8000:80 ${DATA} --name nombre-contenedor jjmerelo/platziws0`, /^[0-9a-f]{64}\n$/m],
    ["docker ps --format '{{.Names}}'", "nombre-contenedor\n"],
  ],

  "ENTRYPOINT y CMD": [
    ["docker run -d -p 8000:80 --name hitos jjmerelo/platziws0", /[0-9a-f]{64}\n$/],
    [
      "docker run --net=host --rm -it jjmerelo/platzistatus 2",
      /^1 \{"status": "OK"\}\n2 \{"status": "OK"\}\n$/m,
      { after: 1 },
    ],
    ["docker build -q -t mi-estado status", /^sha256:/],
  ],

  volúmenes: [
    ["docker run --rm -d -v $PWD/data:/src/data -p8000:8000 --name ws1 jjmerelo/platziws1", /[0-9a-f]{64}\n$/],
    ["curl -s localhost:8000/status", /OK/, { after: 1 }],
    ["docker inspect -f '{{(index .Mounts 0).Destination}}' ws1", "/src/data\n"],
  ],

  "instalar docker-compose": [
    ["uname -s", "Linux\n"],
    ["uname -m", "x86_64\n"],
    // The lab reaches few sites, and GitHub is none of them: a later docker-compose is there already.
    [
      "sudo curl -L https://github.com/docker/compose/releases/download/1.19.0/docker-compose-`uname -s`-`uname -m` -o /usr/local/bin/docker-compose",
      /Could not resolve host: github\.com/,
      { exit: 6 },
    ],
    ["sudo chmod +x /usr/bin/docker-compose", ""],
    ["docker-compose --version", /docker-compose version 1\./],
    ["docker-compose", /Define and run multi-container applications with Docker/],
  ],

  "componer, con docker-compose": [
    [
      `cat > docker-compose.yml <<'FIN'
version: '2'
services:
  data:
    build: data
  web:
    build: ws0
    ports:
      - "80"
    volumes_from:
      - data:ro
FIN`,
      "",
    ],
    ["docker-compose up -d", /Creating curso_web_1/],
    ["docker-compose ps", /curso_data_1 .*Exit 0[\s\S]*curso_web_1 .*Up .*0\.0\.0\.0:32768->80\/tcp/],
    ["curl -s http://localhost:32768/status", '{"status": "OK"}\n', { after: 1 }],
  ],

  "docker stack deploy": [
    [
      `cat > docker-compose.yml <<'FIN'
version: '3'
services:
  data:
    image: jjmerelo/platzidata
    volumes:
      - data-vol:/data
  web:
    image: jjmerelo/platziws0
    ports:
      - "8001:80"
    volumes:
      - data-vol:/data
volumes:
  data-vol:
FIN`,
      "",
    ],
    ["docker swarm init", /Swarm initialized: current node/],
    ["docker stack deploy -c docker-compose.yml platzi-0", /Creating service platzi-0_web/],
    ["docker stack ls", /^platzi-0 +2$/m],
    ["curl -s localhost:8001/status", '{"status": "OK"}\n', { after: 15 }],
  ],

  redes: [
    ["docker network ls", /bridge .*\n.*host .*\n.*none/],
    ["docker network create platzi-net", /^[0-9a-f]{64}\n$/m],
    ["docker network rm platzi-net", "platzi-net\n"],
    ["docker network create platzi-net", /^[0-9a-f]{64}\n$/m],
    ["docker network inspect platzi-net", /"Subnet": "172\.\d+\.0\.0\/16"/],
    [
      `docker run -dit -p8000:80 ${DATA} --name servicio_platzi_1 --network platzi-net jjmerelo/platziws0`,
      /[0-9a-f]{64}\n$/,
    ],
    ["docker network inspect platzi-net", /"Name": "servicio_platzi_1"/],
    [
      "docker run --rm --network platzi-net -it alpine",
      /1 packets received[\s\S]*\{"status": "OK"\}/,
      { input: ["ping -c 1 servicio_platzi_1\n", "wget -qO- http://servicio_platzi_1/status\n", "exit\n"], after: 1 },
    ],
    ["docker exec -it servicio_platzi_1 bash", /root@/, { input: ["exit\n"] }],
    ["docker run --rm --network platzi-net alpine ping -c 1 172.18.0.2", /1 packets received/],
  ],

  "Azure: registro y contenedor": [
    ["az login --use-device-code", /devicelogin/],
    ["az interactive", /az>>/, { input: ["group create -l brazilsouth -n platzi-curso\r", "exit\r"] }],
    ["az group create -l brazilsouth -n platzi-curso", /"provisioningState": "Succeeded"/],
    ["az acr create --resource-group platzi-curso --name curso-platzi-2018 --sku Basic", /alpha numeric/, { exit: 1 }],
    [
      "az acr create --resource-group platzi-curso --name cursoplatzi2018 --sku Basic",
      /"loginServer": "cursoplatzi2018.azurecr.io"/,
    ],
    [
      "az acr create --resource-group platzi-curso --name regplatzi --sku Basic",
      /"loginServer": "regplatzi.azurecr.io"/,
    ],
    [
      'az acr list --resource-group platzi-curso --query "[].{acrLoginServer:loginServer}" --output table',
      /^AcrLoginServer\n-+\ncursoplatzi2018.azurecr.io\nregplatzi.azurecr.io\n$/,
    ],
    ["docker pull -q jjmerelo/platziws0", /platziws0/],
    ["docker tag jjmerelo/platziws0 regplatzi.azurecr.io/platzi:v0", ""],
    ["docker push -q regplatzi.azurecr.io/platzi:v0", /failed to authorize|401/, { exit: 1 }],
    ["az acr login --name regplatzi", /^Login Succeeded\n/],
    ["docker push -q regplatzi.azurecr.io/platzi:v0", "regplatzi.azurecr.io/platzi:v0\n"],
    ["az acr update -n regplatzi --admin-enabled true", /"adminUserEnabled": true/],
    ['export AZ_CR_KEY=$(az acr credential show --name regplatzi --query "passwords[0].value" --out tsv)', ""],
    ["echo ${#AZ_CR_KEY}", /^\d\d\n$/],
    [
      "az container create -g platzi-curso --name hitosv1 --image regplatzi.azurecr.io/platzi:v0 --registry-username regplatzi --registry-password $AZ_CR_KEY --os-type Linux --cpu 1 --memory 1",
      /"provisioningState": "Succeeded"/,
    ],
    ["az container list --query '[].name' --output tsv", "hitosv1\n"],
  ],

  "Docker Cloud: instalar, su API y usarlo": [
    ["pyenv install 2.7.14 && pyenv global 2.7.14", /Installed Python-2\.7\.14/],
    ['eval "$(pyenv init -)"', ""],
    ["pip install -U docker-cloud", /Successfully installed .*docker-cloud-1\.0\.9/],
    ["docker-cloud --version", "docker-cloud 1.0.9\n"],
    [
      "python",
      /<dockercloud\.api\.region\.Region object|\[.*Region/,
      {
        input: [
          "import dockercloud\n",
          "regions = dockercloud.Region.list()\n",
          "regions\n",
          "regions[3].name\n",
          "exit()\n",
        ],
      },
    ],
    ["pip install bpython", /Successfully installed .*bpython/],
    ["bpython", />>> import dockercloud/, { input: ["import dockercloud\n", "\u0004"] }],
    ["cd docker-cloud && ls", /docker-cloud\.yml\n?.*get-regions\.py/s],
    ["./get-regions.py | head -2", /'ams1'.*\n.*'sfo1'/],
    ["./get-regions.py | less", /=>/, { input: ["q"] }],
  ],

  "Docker Cloud: un servicio y un stack": [
    ['pyenv install 2.7.14 && pyenv global 2.7.14 && eval "$(pyenv init -)"', /Installed/],
    ["pip install -q -U docker-cloud", WHATEVER],
    ["docker-cloud nodecluster create -t 1 --tag platzi platzi-big digitalocean fra1 2gb", /[0-9a-f]{8}-[0-9a-f]{4}/],
    ["docker-cloud nodecluster ls", /platzi-big .*Deployed/, { after: 60 }],
    ["docker-cloud service run -p 80 --name platziws1 jjmerelo/platzi-servicio-web", /[0-9a-f]{8}-[0-9a-f]{4}/],
    ["docker-cloud service ps", /platziws1 .*Running/, { after: 30 }],
    [
      "curl -s $(docker-cloud container ps --no-trunc | grep -o 'platziws1-1\\S*dockerapp.io:[0-9]*')/status",
      '{"status": "OK"}\n',
    ],
    ["cd docker-cloud; docker-cloud stack create -n hitos -f docker-cloud.yml", /[0-9a-f]{8}-[0-9a-f]{4}/],
    ["docker-cloud stack ls", /hitos .*Not running/],
    ["docker-cloud stack start hitos", WHATEVER],
    ["docker-cloud stack ls", /hitos .*Running/, { after: 60 }],
    ["docker-cloud nodecluster rm platzi-big", WHATEVER],
    ["docker-cloud nodecluster ls", /Terminat/, { after: 30 }],
  ],

  "docker-machine": [
    ["docker-machine ls", /^NAME +ACTIVE +DRIVER +STATE +URL +SWARM +DOCKER +ERRORS$/m],
    ["docker-machine create -d virtualbox platzi-00", /Docker is up and running!/],
    ["docker-machine env platzi-00", /^export DOCKER_HOST="tcp:\/\/192\.168\.99\.103:2376"$/m],
    ["docker-machine ssh platzi-00", /docker@platzi-00/, { input: ["exit\n"] }],
    ["docker-machine ssh platzi-00 docker swarm init --advertise-addr 192.168.99.103:2376", /192\.168\.99\.103:2376/],
    [
      "docker swarm join --token $(docker-machine ssh platzi-00 docker swarm join-token -q worker) 192.168.99.103:2377",
      "This node joined a swarm as a worker.\n",
    ],
    ["docker-machine rm -y platzi-00", /Successfully removed platzi-00/],
  ],

  "Docker Swarm": [
    ["docker swarm init --advertise-addr 192.168.99.100", /Swarm initialized/],
    [
      "docker swarm join --token $(ssh manager1 docker swarm join-token -q worker) 192.168.99.100:2377",
      "This node joined a swarm as a worker.\n",
      { host: "worker1" },
    ],
    ["docker node ls", /manager1 .*Leader[\s\S]*worker1/],
    ["docker info 2>/dev/null | grep Swarm", " Swarm: active\n", { host: "worker1" }],
    ["docker swarm leave", "Node left the swarm.\n", { host: "worker1" }],
  ],
};

/** How a terminal is told to move and to colour. */
const CURSOR = /\x1b\[[0-9;?]*[A-Za-z]/g;

describe("the commands of the 2018 course", () => {
  for (const [part, steps] of Object.entries(PARTS)) {
    test(part, async () => {
      const lab = new HeadlessLab();
      layOutCourseFiles(lab.lab);
      for (const [line, shows, { host = "manager1", exit = 0, after = 0, ...options } = {}] of steps) {
        await lab.advance(after);
        const { output, exit: status } = await lab.run(host, line, options);
        const text = output.replace(CURSOR, "");
        if (typeof shows === "string") expect(text, line).toBe(shows);
        else expect(text, line).toMatch(shows);
        expect(status, `${line}\n${text}`).toBe(exit);
      }
    });
  }
});
