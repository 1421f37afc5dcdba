// The phone's own position, with every way of not getting it told apart.

export interface Position {
  lon: number;
  lat: number;
  /** Metres. */
  accuracy: number;
}

export type NoPosition = "denied" | "timeout" | "insecure";

export function whereAmI(): Promise<Position | NoPosition> {
  if (!isSecureContext || !navigator.geolocation) return Promise.resolve("insecure");
  return new Promise((tell) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        tell({ lon: coords.longitude, lat: coords.latitude, accuracy: Math.ceil(coords.accuracy) }),
      (fault) => tell(fault.code === fault.PERMISSION_DENIED ? "denied" : "timeout"),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 },
    );
  });
}
