// "Prepare my area": how much it is, a PIN for when there is no network, and the fetching itself.
import { hour } from "../hours";
import { act, say, slot, tell } from "../phone/pieces";
import { onPrepare, showPin } from "../phone/pin";
import { findAreas, prepare, room, sizeOf } from "./area";
import type { AreaPack } from "./model";
import { fetchPack } from "./pack";
import { focusHeading, type Opens, type Stage } from "./stage";

export const openArea: Opens = async (stage) => {
  const { place, pieces, book } = stage;
  place.replaceChildren(pieces.view("area"));
  focusHeading(place);
  await showPin(stage);
  offerAreas(stage);
  const { preparedAt } = book.notes;
  const prepared = preparedAt
    ? pieces.word("prepared", { time: hour(preparedAt) })
    : pieces.word("never-prepared");
  say(place, "prepared", prepared);
  if (book.notes.pack) await tellPack(stage, book.notes.pack);

  const form = place.querySelector("form") as HTMLFormElement;
  onPrepare(
    stage,
    () => fetchAll(stage),
    (words) => tellStage(stage, words),
  );
  if (!navigator.onLine) tellStage(stage, pieces.word("area-offline"));
  else
    void fetchPack(stage.incident).then(async (pack) => {
      if (!pack || !form.isConnected) return;
      await book.note({ pack });
      await tellPack(stage, pack);
    });
  return {};
};

async function fetchAll(stage: Stage): Promise<string> {
  const { place, pieces } = stage;
  const progress = place.querySelector("progress") as HTMLProgressElement;
  const isWhole = await prepare(stage, (name, n, all) => {
    progress.max = Math.max(all, 1);
    progress.value = n;
    tellStage(stage, pieces.word(name, { n, all }), true);
  });
  const { preparedAt, pack } = stage.book.notes;
  if (preparedAt) say(place, "prepared", pieces.word("prepared", { time: hour(preparedAt) }));
  if (pack) await tellPack(stage, pack);
  return pieces.word(isWhole ? "ready" : "stopped");
}

function tellStage({ place }: Stage, words: string, isOnTheWay = false): void {
  slot(place, "progress").hidden = false;
  (place.querySelector("progress") as HTMLElement).hidden = !isOnTheWay;
  slot(place, "stage").textContent = words;
}

/** Given areas stay; what somebody has added can be taken out again. */
function tellAreas(stage: Stage): void {
  const { place, pieces, book } = stage;
  const { added } = book.notes;
  const rows = book.areas().map((area) => {
    const row = pieces.piece("area").querySelector("li") as HTMLElement;
    slot(row, "name").textContent = area.name;
    const rest = added.filter((one) => one.code !== area.code);
    const remove = act(row, "remove", () => {
      void book.note({ added: rest }).then(() => tellAreas(stage));
    });
    remove.hidden = rest.length === added.length;
    return row;
  });
  slot(place, "areas").replaceChildren(...rows);
}

function offerAreas(stage: Stage): void {
  const { place, book } = stage;
  const find = place.querySelector('[name="area.find"]') as HTMLInputElement;
  const found = slot(place, "area-found");
  let timer = 0;
  const look = async () => {
    const query = find.value.trim();
    const areas = query ? await findAreas(query) : [];
    if (query !== find.value.trim()) return;
    found.replaceChildren(
      ...areas.map((area) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-plain";
        button.textContent = area.name;
        button.addEventListener("click", () => {
          const others = book.notes.added.filter(({ code }) => code !== area.code);
          find.value = "";
          found.replaceChildren();
          void book.note({ added: [...others, area] }).then(() => tellAreas(stage));
        });
        return button;
      }),
    );
  };
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), 250);
  });
  tellAreas(stage);
}

async function tellPack(stage: Stage, pack: AreaPack): Promise<void> {
  const { place, pieces } = stage;
  const free = await room();
  tellAreas(stage);
  const sizes = slot(place, "sizes");
  sizes.replaceChildren();
  const count = new Intl.NumberFormat("en");
  const inMb = (bytes: number) =>
    pieces.word("about-size", { n: count.format(Math.max(1, Math.round(bytes / 1_000_000))) });
  tell(sizes, pieces.word("n-households"), count.format(pack.n_households));
  tell(sizes, pieces.word("n-people"), count.format(pack.n_persons));
  tell(sizes, pieces.word("size"), inMb(sizeOf(pack)));
  if (free !== undefined) tell(sizes, pieces.word("room"), inMb(free));
}
