// The shapes of states, drawn once: triangle waiting, diamond taken or on the way, circle helping,
// ring for what is over. The same shapes as the state chip, so that the legend needs no colour.

export type Shape = "waiting" | "taken" | "helping" | "done";

/** Which shape shows a state of a request. */
export function shapeOf(state: unknown): Shape {
  if (state === "waiting") return "waiting";
  if (state === "taken" || state === "on_the_way") return "taken";
  return state === "helping" ? "helping" : "done";
}

const FILL: Record<Shape, string> = {
  waiting: "#b80f1d",
  taken: "#b86a00",
  helping: "#13693a",
  done: "#5b6780",
};

export function isShape(name: string): name is Shape {
  return name in FILL;
}

export const SIZE = 26;

/** The shape in a square canvas of SIZE CSS pixels at the given density, with a white rim. */
export function drawShape(shape: Shape, density: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE * density;
  canvas.height = SIZE * density;
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.scale(density, density);
  pen.lineJoin = "round";
  pen.lineWidth = 2.4;
  pen.strokeStyle = "#ffffff";
  pen.fillStyle = FILL[shape];
  pen.beginPath();
  if (shape === "waiting") {
    pen.moveTo(13, 2.5);
    pen.lineTo(24, 22.5);
    pen.lineTo(2, 22.5);
  } else if (shape === "taken") {
    pen.moveTo(13, 2);
    pen.lineTo(24, 13);
    pen.lineTo(13, 24);
    pen.lineTo(2, 13);
  } else {
    pen.arc(13, 13, shape === "helping" ? 9.5 : 8, 0, 2 * Math.PI);
  }
  pen.closePath();
  pen.fill();
  pen.stroke();
  if (shape === "done") {
    pen.beginPath();
    pen.arc(13, 13, 3, 0, 2 * Math.PI);
    pen.fillStyle = "#ffffff";
    pen.fill();
  }
  return canvas;
}
