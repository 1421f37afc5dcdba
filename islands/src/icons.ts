// The few icons that islands draw themselves.

import back from "lucide-static/icons/arrow-left.svg";
import next from "lucide-static/icons/chevron-right.svg";
import layers from "lucide-static/icons/layers.svg";
import list from "lucide-static/icons/list.svg";
import locate from "lucide-static/icons/locate-fixed.svg";
import pin from "lucide-static/icons/map-pin.svg";
import minus from "lucide-static/icons/minus.svg";
import plus from "lucide-static/icons/plus.svg";
import search from "lucide-static/icons/search.svg";
import share from "lucide-static/icons/share-2.svg";
import close from "lucide-static/icons/x.svg";

const drawn = { back, close, layers, list, locate, minus, next, pin, plus, search, share };

export function icon(name: keyof typeof drawn): SVGElement {
  const holder = document.createElement("template");
  holder.innerHTML = drawn[name];
  const svg = holder.content.querySelector("svg") as SVGElement;
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.removeAttribute("stroke-width");
  return svg;
}
