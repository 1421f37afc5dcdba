// <photo-field data-ready>: shows the photo that was chosen and makes it small and upright before it is
// sent, for networks on which five megabytes are a long time. The server does the same, and drops what
// else is in the file; without script it does it alone.

const LONG_SIDE = 1600;
const QUALITY = 0.85;
/** A file no larger is sent as it is. */
const SMALL_ENOUGH = 300_000;

class PhotoField extends HTMLElement {
  #shown = "";

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('input[type="file"]');
    input?.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) void this.#take(input, file);
    });
  }

  disconnectedCallback(): void {
    URL.revokeObjectURL(this.#shown);
  }

  async #take(input: HTMLInputElement, file: File): Promise<void> {
    this.#say("");
    const small = file.size > SMALL_ENOUGH ? await smaller(file) : undefined;
    // Another was chosen meanwhile.
    if (input.files?.[0] !== file) return;
    if (small && small.size < file.size) {
      const chosen = new DataTransfer();
      chosen.items.add(small);
      input.files = chosen.files;
      const kb = String(Math.round(small.size / 1000));
      this.#say((this.dataset.ready ?? "").replace("{kb}", kb));
    }
    this.#show(small ?? file);
    const remove = this.querySelector<HTMLInputElement>('input[type="checkbox"]');
    if (remove) remove.checked = false;
  }

  #show(file: File): void {
    const image = this.querySelector<HTMLImageElement>("[data-shown]");
    if (!image) return;
    URL.revokeObjectURL(this.#shown);
    this.#shown = URL.createObjectURL(file);
    image.onload = () => {
      image.hidden = false;
    };
    // What cannot be shown is no picture here; the server says so.
    image.onerror = () => {
      image.hidden = true;
    };
    image.src = this.#shown;
  }

  #say(text: string): void {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = text;
  }
}

/** The picture as a JPEG within 1600 pixels, or nothing where the browser cannot. */
async function smaller(file: File): Promise<File | undefined> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    if (!pen) return undefined;
    // Where nothing is, paper is.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, "image/jpeg", QUALITY),
    );
    return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : undefined;
  } catch {
    return undefined;
  }
}

customElements.define("photo-field", PhotoField);
