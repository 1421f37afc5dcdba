// Where the reader is, as shapes: the dot, and the circle within which it may be.
import type { FeatureCollection, Position } from "geojson";

const METRES_A_DEGREE = 111_320;
const CORNERS = 64;

export const NOWHERE: FeatureCollection = { type: "FeatureCollection", features: [] };

/** A circle of so many metres as corners; degrees of longitude shrink towards the poles. */
export function circle(lon: number, lat: number, metres: number): Position[] {
  const north = metres / METRES_A_DEGREE;
  const east = north / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: CORNERS + 1 }, (_, i) => {
    const turn = (2 * Math.PI * i) / CORNERS;
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)];
  });
}

export function hereShapes(lon: number, lat: number, accuracy: number): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        properties: {},
        geometry: { type: "Polygon", coordinates: [circle(lon, lat, accuracy)] },
      },
      { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lon, lat] } },
    ],
  };
}
