/**
 * Draws the maps of the page with MapLibre. Where WebGL is missing the picture that the page came
 * with stays; without this script too.
 *
 * Keyboard: arrow keys move a focused map, plus and minus zoom, Enter lists the organisations at
 * its centre; the links of the list are ordinary links.
 */

import * as maplibre from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { element, onSchemeChange, palette, reducedMotion, written } from "./palette.js";
import { ORGANISATIONS, styleOf } from "./map_style.js";

const METRES_AT_ZOOM_0 = 40_075_016.7 / 512; // metres per px at the equator, 512 px tiles
const REACH = 6; // px around a click within which points count as clicked
const REACH_OF_KEYS = 24; // px around the centre for the Enter key
const MOST_LISTED = 12;

function hasWebGl() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
}

/** Return the zoom that shows the map's width and height in kilometres, true at its centre. */
function zoomFor(settings, container) {
  const metresPerPixel = Math.max(
    (settings.widthKm * 1000) / container.clientWidth,
    (settings.heightKm * 1000) / container.clientHeight,
  );
  const latitude = (settings.centre[1] * Math.PI) / 180;
  return Math.log2((METRES_AT_ZOOM_0 * Math.cos(latitude)) / metresPerPixel);
}

function draw(container) {
  const settings = JSON.parse(document.getElementById(container.dataset.map).textContent);
  const picture = container.querySelector("picture");
  const canvasHolder = element("div", "map-canvas");
  container.append(canvasHolder);
  const start = zoomFor(settings, container);
  const map = new maplibre.Map({
    container: canvasHolder,
    style: styleOf(settings, palette()),
    center: settings.centre,
    zoom: start,
    minZoom: start - 1,
    maxZoom: 15,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: reducedMotion() ? 0 : 150,
    locale: localeOf(settings.texts),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric", maxWidth: 120 }), "bottom-left");
  map.once("idle", () => {
    picture.hidden = true;
    container.dataset.drawn = "yes";
  });
  onSchemeChange(() => map.setStyle(styleOf(settings, palette())));
  listOnClick(map, settings.texts);
}

function localeOf(texts) {
  return {
    "Map.Title": texts.label,
    "NavigationControl.ZoomIn": texts.zoomIn,
    "NavigationControl.ZoomOut": texts.zoomOut,
    "Popup.Close": texts.close,
    "ScaleControl.Kilometers": texts.kilometres,
    "ScaleControl.Meters": texts.metres,
    "CooperativeGesturesHandler.WindowsHelpText": texts.scrollWindows,
    "CooperativeGesturesHandler.MacHelpText": texts.scrollMac,
    "CooperativeGesturesHandler.MobileHelpText": texts.touch,
  };
}

function listOnClick(map, texts) {
  map.on("click", (event) => list(map, texts, event.point, REACH));
  map.on("mousemove", (event) => {
    const any = organisationsAt(map, event.point, REACH).length > 0;
    map.getCanvas().style.cursor = any ? "pointer" : "";
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const { clientWidth, clientHeight } = map.getCanvas();
    list(map, texts, new maplibre.Point(clientWidth / 2, clientHeight / 2), REACH_OF_KEYS);
  });
}

/** Return the organisations near a point of the screen, those with most works first. */
function organisationsAt(map, point, reach) {
  if (!map.getLayer(ORGANISATIONS)) return [];
  const box = [
    [point.x - reach, point.y - reach],
    [point.x + reach, point.y + reach],
  ];
  const found = map.queryRenderedFeatures(box, { layers: [ORGANISATIONS] });
  // A point on the border of two tiles is found twice.
  const once = new Map(found.map((feature) => [feature.properties.address || feature.properties.name, feature]));
  return [...once.values()].sort((one, other) => other.properties.works - one.properties.works);
}

function list(map, texts, point, reach) {
  const found = organisationsAt(map, point, reach);
  if (!found.length) return;
  const entries = element("ul", "map-popup");
  entries.setAttribute("aria-label", texts.here);
  for (const { properties } of found.slice(0, MOST_LISTED)) entries.append(entry(properties, texts));
  const box = element("div");
  box.append(entries);
  if (found.length > MOST_LISTED) {
    const rest = written(found.length - MOST_LISTED);
    box.append(element("p", "map-popup__more", texts.more.replace("%(count)s", rest)));
  }
  new maplibre.Popup({ maxWidth: "20rem", closeButton: true })
    .setLngLat(found.length === 1 ? found[0].geometry.coordinates : map.unproject(point))
    .setDOMContent(box)
    .addTo(map);
}

function entry(properties, texts) {
  const line = element("li");
  const name = element(properties.address ? "a" : "span", "", properties.name);
  if (properties.address) name.href = properties.address;
  line.append(name);
  if (properties.works) {
    line.append(element("span", "map-popup__works", `${written(properties.works)} ${texts.works}`));
  }
  return line;
}

if (hasWebGl()) document.querySelectorAll("[data-map]").forEach(draw);
