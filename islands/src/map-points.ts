// Service points on the map: their kinds as the page tells them, their names, and the pins that show
// them. A pin is a rounded square with the sign of its kind, so it is never taken for a request; its
// corner tells the status by a sign of its own, and what was not checked for long is hatched and dashed.
import lines from "jitasa:shapes";

export interface PointKind {
  code: string;
  label: string;
  /** Our name of its icon. */
  icon: string;
  count: number;
}

export const STATUSES = ["open", "full", "paused", "closed", "unknown"] as const;
export type Status = (typeof STATUSES)[number];

/** The kinds that `<template data-point-kinds>` lists. */
export function readKinds(root: ParentNode): PointKind[] {
  const template = root.querySelector<HTMLTemplateElement>("template[data-point-kinds]");
  const spans = template?.content.querySelectorAll<HTMLElement>("[data-kind]") ?? [];
  return [...spans].map((span) => ({
    code: span.dataset.kind ?? "",
    label: span.textContent?.trim() ?? "",
    icon: span.dataset.icon ?? "pin",
    count: Number(span.dataset.count) || 0,
  }));
}

/** The name in the reader's language, or the one there is. */
export function nameIn(lang: string, properties: Record<string, unknown>): string {
  const { name_th, name_en } = properties;
  const [own, other] = lang === "th" ? [name_th, name_en] : [name_en, name_th];
  return String(own || other || "");
}

export function statusOf(properties: Record<string, unknown>): Status {
  return STATUSES.find((status) => status === properties.status) ?? "unknown";
}

/** Whether so long has passed since somebody checked that it must not look certain. */
export function isFaded(properties: Record<string, unknown>): boolean {
  return properties.fresh === "stale" || properties.fresh === "never";
}

export const PIN = { width: 40, height: 46 };
export const SQUARE = 40;

const INK = "#14213d";
const BODY: Record<Status, string> = {
  open: "#0b5cad",
  full: "#0b5cad",
  paused: "#0b5cad",
  closed: "#5b6780",
  unknown: "#5b6780",
};
/** The same shapes and colours as the chips of the pages, in a corner of the pin. */
const MARK: Record<Status, string> = {
  open: "#13693a",
  full: "#8a4b00",
  paused: "#3c465c",
  closed: "#b80f1d",
  unknown: "#ffffff",
};
/** In a square of 12 around the middle: circle, diamond, two bars, cross, one bar. */
const MARK_LINES: Record<Status, string> = {
  open: "M-2.2 0A2.2 2.2 0 1 1 2.2 0A2.2 2.2 0 1 1-2.2 0Z",
  full: "M0-3L3 0L0 3L-3 0Z",
  paused: "M-1.8-2.6V2.6M1.8-2.6V2.6",
  closed: "M-2.4-2.4L2.4 2.4M2.4-2.4L-2.4 2.4",
  unknown: "M-2.8 0H2.8",
};

function sheet(width: number, height: number, density: number) {
  const canvas = document.createElement("canvas");
  canvas.width = width * density;
  canvas.height = height * density;
  const pen = canvas.getContext("2d");
  pen?.scale(density, density);
  return { canvas, pen };
}

/** The pin of a point; its tip is the middle of the lower edge. That of a kind alone has no status. */
export function drawPin(
  icon: string,
  status: Status | undefined,
  faded: boolean,
  density: number,
): HTMLCanvasElement {
  const { canvas, pen } = sheet(PIN.width, PIN.height, density);
  if (!pen) return canvas;
  pen.lineJoin = "round";
  pen.lineCap = "round";
  const body = new Path2D(
    "M11 6H29A7 7 0 0 1 36 13V31A7 7 0 0 1 29 38H25L20 44.500L15 38H11A7 7 0 0 1 4 31V13A7 7 0 0 1 11 6Z",
  );
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 4;
  pen.stroke(body);
  pen.fillStyle = faded ? "#f4f6f9" : BODY[status ?? "open"];
  pen.fill(body);
  if (faded) hatch(pen, body);
  pen.save();
  pen.translate(9.5, 11.5);
  pen.scale(21 / 24, 21 / 24);
  const sign = new Path2D(lines[icon] ?? lines.pin ?? "");
  if (faded) {
    pen.strokeStyle = "#f4f6f9";
    pen.lineWidth = 5;
    pen.stroke(sign);
  }
  pen.strokeStyle = faded ? "#46526b" : "#ffffff";
  pen.lineWidth = 2.2;
  pen.stroke(sign);
  pen.restore();
  if (status) mark(pen, status, 32.5, 7.5);
  return canvas;
}

function hatch(pen: CanvasRenderingContext2D, body: Path2D): void {
  pen.save();
  pen.clip(body);
  pen.strokeStyle = "#c3cad6";
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (let x = -46; x < 46; x += 5) {
    pen.moveTo(x, 46);
    pen.lineTo(x + 46, 0);
  }
  pen.stroke();
  pen.restore();
  pen.strokeStyle = "#46526b";
  pen.lineWidth = 1.8;
  pen.setLineDash([3.5, 3]);
  pen.stroke(body);
  pen.setLineDash([]);
}

function mark(pen: CanvasRenderingContext2D, status: Status, x: number, y: number): void {
  pen.save();
  pen.translate(x, y);
  pen.beginPath();
  pen.arc(0, 0, 6.5, 0, 2 * Math.PI);
  pen.fillStyle = MARK[status];
  pen.fill();
  pen.strokeStyle = status === "unknown" ? "#46526b" : "#ffffff";
  pen.lineWidth = 1.4;
  pen.stroke();
  pen.strokeStyle = status === "unknown" ? INK : "#ffffff";
  pen.lineWidth = 1.8;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const sign = new Path2D(MARK_LINES[status]);
  if (status === "open" || status === "full") {
    pen.fillStyle = "#ffffff";
    pen.fill(sign);
  } else pen.stroke(sign);
  pen.restore();
}

/** The corner sign alone, for the legend. */
export function drawMark(status: Status, density: number): HTMLCanvasElement {
  const { canvas, pen } = sheet(18, 18, density);
  if (pen) {
    pen.translate(9, 9);
    pen.scale(1.2, 1.2);
    mark(pen, status, 0, 0);
  }
  return canvas;
}

/** What many points stand in: square, where requests are round. */
export function drawSquare(density: number): HTMLCanvasElement {
  const { canvas, pen } = sheet(SQUARE, SQUARE, density);
  if (!pen) return canvas;
  const body = new Path2D(
    "M11 2H29A9 9 0 0 1 38 11V29A9 9 0 0 1 29 38H11A9 9 0 0 1 2 29V11A9 9 0 0 1 11 2Z",
  );
  pen.fillStyle = "#0b5cad";
  pen.fill(body);
  pen.lineWidth = 3;
  pen.strokeStyle = "#ffffffc0";
  pen.stroke(body);
  return canvas;
}
