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
/** Our name of each icon, and the path that draws it in a square of 24. */
declare module "jitasa:shapes" {
  const lines: Record<string, string>;
  export default lines;
}
/** What the service worker keeps: hash of all files, those of any page, of the map, of the simpler map, of the survey, of supplies. */
declare const MANIFEST: {
  version: string;
  shell: string[];
  map: string[];
  simple: string[];
  survey: string[];
  supplies: string[];
};
