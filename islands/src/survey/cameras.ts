// Whether the browser itself reads the pictures of household cards.

export interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type Detectors = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

export const detectors = (): Detectors | undefined =>
  (window as { BarcodeDetector?: Detectors }).BarcodeDetector;

/** Chrome on Android can; elsewhere the phone's own camera opens the address of the card. */
export async function mayScan(): Promise<boolean> {
  if (!navigator.mediaDevices) return false;
  const formats = await detectors()
    ?.getSupportedFormats()
    .catch((): string[] => []);
  return formats?.includes("qr_code") ?? false;
}
