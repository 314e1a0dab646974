import type { Localized } from "../i18n/locales.ts";

/** A chapter as the syllabus has it. */
interface SyllabusChapter {
  /** Place in the course, from 1. */
  readonly order: number;
  /** The same in every language: file name and address. */
  readonly slug: string;
  readonly title: Localized;
}

interface Unit {
  readonly number: number;
  readonly title: Localized;
  readonly chapters: readonly SyllabusChapter[];
}

type ChapterRow = readonly [slug: string, es: string, en: string];

/** The eight units and their chapters, in order. Orders follow from the position. */
const rows: readonly (readonly [es: string, en: string, chapters: readonly ChapterRow[]])[] = [
  [
    "Por qué contenedores",
    "Why containers",
    [
      ["contenedores-y-devops", "Contenedores y DevOps", "Containers and DevOps"],
      ["herramientas", "Herramientas para el curso", "Tools for the course"],
      ["historia", "Historia: virtualización y aislamiento", "History: virtualisation and isolation"],
    ],
  ],
  [
    "Instalar",
    "Install",
    [
      ["instalar-docker", "Instalar Docker en cada sistema", "Install Docker on each system"],
      ["despues-de-instalar", "Después de instalar", "After installing"],
    ],
  ],
  [
    "Lo básico",
    "The basics",
    [
      ["imagenes-y-contenedores", "Imágenes y contenedores", "Images and containers"],
      ["que-hay-en-un-contenedor", "Qué hay en un contenedor", "What is in a container"],
      ["gestionar-lo-instalado", "Gestionar lo instalado", "Manage what is installed"],
      ["plugins", "Plugins", "Plugins"],
    ],
  ],
  [
    "Un servicio web",
    "A web service",
    [
      ["http", "HTTP", "HTTP"],
      ["api-rest", "API REST", "REST APIs"],
      ["servicio-rest-en-python", "Un servicio REST en Python", "A REST service in Python"],
    ],
  ],
  [
    "Nuestras imágenes",
    "Our own images",
    [
      ["dockerfile", "Dockerfile: aislar un microservicio", "Dockerfile: isolate a microservice"],
      ["puertos-y-variables", "Puertos y variables", "Ports and variables"],
      ["invocar-contenedores", "Invocar contenedores", "Invoke containers"],
      ["entrypoint-y-cmd", "ENTRYPOINT y CMD", "ENTRYPOINT and CMD"],
      ["volumenes", "Volúmenes", "Volumes"],
    ],
  ],
  [
    "Componer",
    "Compose",
    [
      ["instalar-compose", "Instalar Compose", "Install Compose"],
      ["componer-servicios", "Componer servicios", "Compose services"],
      ["docker-stack-deploy", "docker stack deploy", "docker stack deploy"],
      ["redes", "Redes", "Networks"],
    ],
  ],
  [
    "La nube",
    "The cloud",
    [
      ["cliente-de-azure", "El cliente de Azure", "The Azure client"],
      ["clientes-de-la-nube", "Clientes de la nube", "Cloud clients"],
      [
        "contenedores-en-la-nube",
        "Contenedores en la nube y seguridad desde el principio",
        "Containers in the cloud and security from the start",
      ],
      ["integrar-contenedores", "Integrar contenedores en aplicaciones", "Integrate containers into applications"],
      ["docker-cloud-instalar", "Docker Cloud: instalar", "Docker Cloud: install"],
      ["docker-cloud-api", "Docker Cloud: su API", "Docker Cloud: its API"],
      ["docker-cloud-usar", "Docker Cloud: usarlo", "Docker Cloud: use it"],
      ["docker-cloud-servicio", "Docker Cloud: un servicio", "Docker Cloud: a service"],
      ["docker-cloud-stack", "Docker Cloud: un stack", "Docker Cloud: a stack"],
    ],
  ],
  [
    "Orquestar",
    "Orchestrate",
    [
      ["conceptos-de-orquestacion", "Conceptos", "Concepts"],
      ["docker-machine", "docker-machine", "docker-machine"],
      ["docker-swarm", "Docker Swarm", "Docker Swarm"],
      ["a-donde-ir", "A dónde ir desde aquí", "Where to go from here"],
    ],
  ],
];

function planUnits(): Unit[] {
  let order = 0;
  return rows.map(([es, en, chapters], index) => ({
    number: index + 1,
    title: { es, en },
    chapters: chapters.map(([slug, es, en]) => ({ order: ++order, slug, title: { es, en } })),
  }));
}

export const units: readonly Unit[] = planUnits();

export const syllabusChapters: readonly SyllabusChapter[] = units.flatMap((unit) => unit.chapters);

/** The chapter of a slug and its unit, or undefined when the course has none. */
export function findInSyllabus(slug: string): { chapter: SyllabusChapter; unit: Unit } | undefined {
  for (const unit of units) {
    const chapter = unit.chapters.find((candidate) => candidate.slug === slug);
    if (chapter) return { chapter, unit };
  }
  return undefined;
}
