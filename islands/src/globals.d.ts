// What build.mjs fills in: URLs of files that are loaded by name at run time.
declare const MAP_CSS: string;
declare const LEAFLET_CSS: string;
declare const MAP_WORKER: string;
declare const FONT_THAI: string;
declare const FONT_LAO: string;
declare const FONT_KHMER: string;
declare const FONT_MYANMAR: string;
declare const FONT_BASIC: string;
declare const FONT_BASIC_BOLD: string;
declare module "*.css";
declare module "*.svg" {
  const text: string;
  export default text;
}
