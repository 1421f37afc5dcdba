// A household opened by its card, where the browser itself reads such pictures.

import { say } from "../phone/pieces";
import { type Detector, detectors } from "./cameras";
import { handleIn } from "./card";
import { focusHeading, type Opens } from "./stage";

const EACH = 250;

export const openScan: Opens = (stage) => {
  const { place, pieces } = stage;
  place.replaceChildren(pieces.view("scan"));
  focusHeading(place);
  const video = place.querySelector("video") as HTMLVideoElement;
  let stream: MediaStream | undefined;
  let isOver = false;
  let timer = 0;

  const look = async (detector: Detector) => {
    const found = await detector.detect(video).catch(() => []);
    if (isOver) return;
    const handles = found.map(({ rawValue }) => handleIn(rawValue));
    const handle = handles.find((one) => one !== undefined);
    if (handle) return stage.go(`#/h/${handle}`);
    if (found.length > 0) say(place, "said", pieces.word("scan-other"));
    timer = window.setTimeout(() => void look(detector), EACH);
  };
  const begin = async () => {
    const Detects = detectors();
    if (!Detects) return say(place, "said", pieces.word("scan-denied"));
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return say(place, "said", pieces.word("scan-denied"));
    }
    if (isOver) return stop();
    video.srcObject = stream;
    await video.play().catch(() => undefined);
    await look(new Detects({ formats: ["qr_code"] }));
  };
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  void begin();
  return {
    leave: () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    },
  };
};
