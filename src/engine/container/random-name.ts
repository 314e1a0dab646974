import type { Random } from "../../kernel/random.ts";

/** Docker's adjectives (moby, `internal/namesgenerator`). */
const ADJECTIVES =
  `admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy charming clever
  compassionate competent condescending confident cool cranky crazy dazzling determined distracted dreamy eager ecstatic
  elastic elated elegant eloquent epic exciting fervent festive flamboyant focused friendly frosty funny gallant gifted
  goofy gracious great happy hardcore heuristic hopeful hungry infallible inspiring intelligent interesting jolly jovial
  keen kind laughing loving lucid magical modest musing mystifying naughty nervous nice nifty nostalgic objective
  optimistic peaceful pedantic pensive practical priceless quirky quizzical recursing relaxed reverent romantic sad serene
  sharp silly sleepy stoic strange stupefied suspicious sweet tender thirsty trusting unruffled upbeat vibrant vigilant
  vigorous wizardly wonderful xenodochial youthful zealous zen`.split(/\s+/);

/** Docker's scientists and hackers. */
const SURNAMES =
  `agnesi albattani allen almeida antonelli archimedes ardinghelli aryabhata austin babbage banach banzai bardeen bartik
  bassi beaver bell benz bhabha bhaskara black blackburn blackwell bohr booth borg bose bouman boyd brahmagupta brattain
  brown buck burnell cannon carson cartwright carver cerf chandrasekhar chaplygin chatelet chatterjee chaum chebyshev
  clarke cohen colden cori cray curie curran darwin davinci dewdney dhawan diffie dijkstra dirac driscoll dubinsky easley
  edison einstein elbakyan elgamal elion ellis engelbart euclid euler faraday feistel fermat fermi feynman franklin gagarin
  galileo galois ganguly gates gauss germain goldberg goldstine goldwasser golick goodall gould greider grothendieck haibt
  hamilton haslett hawking heisenberg hellman hermann herschel hertz heyrovsky hodgkin hofstadter hoover hopper hugle
  hypatia ishizaka jackson jang jemison jennings jepsen johnson joliot jones kalam kapitsa kare keldysh keller kepler
  khayyam khorana kilby kirch knuth kowalevski lalande lamarr lamport leakey leavitt lederberg lehmann lewin lichterman
  liskov lovelace lumiere mahavira margulis matsumoto maxwell mayer mccarthy mcclintock mclaren mclean mcnulty meitner
  mendel mendeleev meninsky merkle mestorf mirzakhani montalcini moore morse moser murdock napier nash neumann newton
  nightingale nobel noether northcutt noyce panini pare pascal pasteur payne perlman pike poincare poitras proskuriakova
  ptolemy raman ramanujan rhodes ride ritchie robinson roentgen rosalind rubin saha sammet sanderson satoshi shamir shannon
  shaw shirley shockley shtern sinoussi snyder solomon spence stonebraker sutherland swanson swartz swirles taussig tesla
  tharp thompson torvalds tu turing varahamihira vaughan vaughn villani visvesvaraya volhard wescoff weierstrass wilbur
  wiles williams williamson wilson wing wozniak wright wu yalow yonath zhukovsky`.split(/\s+/);

/**
 * A name as Docker makes them up: `competent_nightingale`; after a few that are taken, with a digit.
 * @param taken whether a name is in use
 */
export function randomName(random: Random, taken: (name: string) => boolean): string {
  for (let attempt = 0; ; attempt++) {
    const name = `${random.pick(ADJECTIVES) ?? ""}_${random.pick(SURNAMES) ?? ""}`;
    // The one name that Docker never gives.
    if (name === "boring_wozniak") continue;
    const numbered = attempt < 6 ? name : `${name}${random.below(10)}`;
    if (!taken(numbered)) return numbered;
  }
}
