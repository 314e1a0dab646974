import type { Localized } from "../i18n/locales.ts";

/** A page that stands beside the chapters: looked things up in, not read in order. */
export interface ReferencePage {
  /** The same in every language: file name and address. */
  readonly slug: string;
  readonly title: Localized;
  /** One sentence: under the title, in search results and in the page's metadata. */
  readonly description: Localized;
}

/** The pages beside the chapters, in the order links show them. */
export const referencePages = {
  glossary: {
    slug: "glosario",
    title: { es: "Glosario", en: "Glossary" },
    description: {
      es: "Las palabras del curso, cada una en una o dos frases y con el capítulo que la enseña.",
      en: "The words of the course, each in a sentence or two, with the chapter that teaches it.",
    },
  },
  cheatSheet: {
    slug: "chuleta",
    title: { es: "Chuleta", en: "Cheat sheet" },
    description: {
      es: "Las órdenes de Docker por tarea, en dos páginas para imprimir.",
      en: "Docker’s commands by task, on two pages to print.",
    },
  },
  timeline: {
    slug: "cronologia",
    title: { es: "Cronología", en: "Timeline" },
    description: {
      es: "De chroot, en 1979, al Docker de 2026: qué pasó, cuándo y dónde está escrito.",
      en: "From chroot, in 1979, to the Docker of 2026: what happened, when, and where it is written.",
    },
  },
  since2018: {
    slug: "2018-hoy",
    title: { es: "De 2018 a hoy", en: "From 2018 to today" },
    description: {
      es: "Qué ha cambiado desde el curso de 2018, tema por tema: cómo era, cómo es y qué capítulo lo cuenta.",
      en: "What has changed since the course of 2018, topic by topic: how it was, how it is and which chapter tells it.",
    },
  },
} as const satisfies Record<string, ReferencePage>;
