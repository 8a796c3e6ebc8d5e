// The map itself: MapLibre over outlines that ship with Standoff. No tiles, no fonts, nothing from outside.
import "/files/vendor/topojson-client.min.js";
import { html, useEffect, useRef, useState } from "./lib.js";
import { FaultBox } from "./parts.js";
import { plain, shortened } from "./text.js";
import { count, say } from "./words.js";

const LABELS_MOST = 40;
const LETTER_PX = 6.4;
const ROW_PX = 19;
const OUTER = 0.06; // share of the events that may lie outside the first frame, on each side
const KM_PER_DEGREE = 111.32;
const CIRCLE_POINTS = 48;
const SMALLEST_PX = 6;
const REACH = { padding: 60, maxZoom: 6, animate: false };
const OUTLINES = "/files/vendor/countries-50m.json";

let libraries = null;
/** Load MapLibre and the outlines once, when the first map is drawn. */
const load = () => (libraries ??= Promise.all([
  import("/files/vendor/maplibre-gl.mjs"),
  fetch(OUTLINES).then((answer) => answer.json()).then((world) => unwrapped(globalThis.topojson.feature(world, world.objects.countries))),
]).then(([maplibre, land]) => {
  maplibre.setWorkerUrl("/files/vendor/maplibre-gl-worker.mjs");
  return { maplibre, land };
}));

/** Let outlines that cross the date line go on beyond 180 degrees instead of running back across the whole map. */
function unwrapped(land) {
  const ring = (points) => {
    let turn = 0;
    return points.map(([x, y], n) => {
      if (n) {
        const step = x - points[n - 1][0];
        if (step > 180) turn -= 360;
        else if (step < -180) turn += 360;
      }
      return [x + turn, y];
    });
  };
  const deep = (list) => (typeof list[0][0] === "number" ? ring(list) : list.map(deep));
  return { ...land, features: land.features.map((one) => ({ ...one, geometry: { ...one.geometry, coordinates: deep(one.geometry.coordinates) } })) };
}

const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function styleOf(land) {
  return {
    version: 8,
    sources: { land: { type: "geojson", data: land }, areas: { type: "geojson", data: areasOf([]) }, points: { type: "geojson", data: areasOf([]) } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paint("--sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": paint("--land") } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": paint("--border"), "line-width": 0.8 } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.22 } },
      { id: "rims", type: "line", source: "areas", paint: { "line-color": ["get", "colour"], "line-width": ["case", ["get", "chosen"], 3, 1.2], "line-dasharray": [3, 2] } },
      { id: "rings", type: "circle", source: "points", paint: { "circle-radius": ["get", "radius"], "circle-color": ["get", "colour"], "circle-opacity": 0.12, "circle-stroke-color": ["get", "colour"], "circle-stroke-width": ["case", ["get", "chosen"], 3.5, 2] } },
    ],
  };
}

/** The area within which a place truly lies, as a polygon on the globe. */
function circle(spot) {
  const ring = [];
  for (let n = 0; n <= CIRCLE_POINTS; n += 1) {
    const turn = (2 * Math.PI * n) / CIRCLE_POINTS;
    const up = (spot.precision_km / KM_PER_DEGREE) * Math.sin(turn);
    const latitude = Math.max(-89, Math.min(89, spot.latitude + up));
    const right = ((spot.precision_km / KM_PER_DEGREE) * Math.cos(turn)) / Math.cos((latitude * Math.PI) / 180);
    ring.push([spot.longitude + right, latitude]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

const colourOf = (spot) => paint(spot.conflict > spot.cooperation ? "--conf" : spot.conflict < spot.cooperation ? "--coop" : "--soft");
const feature = (spot, geometry, place) => ({
  type: "Feature", geometry,
  properties: { name: spot.name, colour: colourOf(spot), chosen: spot.name === place, radius: SMALLEST_PX + Math.min(14, 2.2 * Math.sqrt(spot.events)) },
});
const areasOf = (spots, place) => ({ type: "FeatureCollection", features: spots.filter((spot) => spot.precision_km).map((spot) => feature(spot, circle(spot), place)) });
const pointsOf = (spots, place) => ({ type: "FeatureCollection", features: spots.map((spot) => feature(spot, { type: "Point", coordinates: [spot.longitude, spot.latitude] }, place)) });

export function MapBox({ spots, place, pick }) {
  const box = useRef(null);
  const made = useRef(null);
  const [fault, setFault] = useState(null);
  const [ready, setReady] = useState(false);
  const latest = useRef(null);
  latest.current = { spots, place, pick };
  useEffect(() => {
    let gone = false;
    load().then(({ maplibre, land }) => {
      if (gone) return;
      made.current = create(maplibre, land, box.current, latest, () => setReady(true));
    }).catch((error) => { if (!gone) setFault(new Error(`${say("map.fault")} ${error.message ?? ""}`)); });
    return () => { gone = true; made.current?.remove(); made.current = null; };
  }, []);
  useEffect(() => {
    const again = () => made.current?.repaint();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    addEventListener("standoff-theme", again);
    scheme.addEventListener("change", again);
    return () => { removeEventListener("standoff-theme", again); scheme.removeEventListener("change", again); };
  }, []);
  useEffect(() => { if (ready) made.current?.show(); }, [ready, spots, place]);
  if (fault) return html`<${FaultBox} fault=${fault} />`;
  return html`<div class="map" ref=${box} role="application" aria-label=${say("map.label")} data-ready=${ready}></div><p class="soft map-note">${say("map.note")}</p>`;
}

function create(maplibre, land, container, latest, onReady) {
  const map = new maplibre.Map({ container, style: styleOf(land), attributionControl: false, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, maxPitch: 0 });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({}), "bottom-right");
  map.touchZoomRotate.disableRotation();
  let labels = [];
  let framed = null;
  const fill = () => {
    const { spots, place } = latest.current;
    map.getSource("areas")?.setData(areasOf(spots, place));
    map.getSource("points")?.setData(pointsOf(spots, place));
  };
  /** Hide the labels that would cover one of a place with more events; moving the map brings them out. */
  const thin = () => {
    const taken = [];
    labels.forEach((marker, n) => {
      const at = map.project(marker.getLngLat());
      const wide = marker.getElement().textContent.length * LETTER_PX + 22;
      const box = [at.x, at.y - ROW_PX / 2, at.x + wide, at.y + ROW_PX / 2];
      const free = n === 0 || taken.every((other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
      marker.getElement().hidden = !free;
      if (free) taken.push(box);
    });
  };
  map.on("moveend", thin);
  const show = () => {
    const { spots } = latest.current;
    fill();
    labels.forEach((label) => label.remove());
    labels = spots.slice(0, LABELS_MOST).map((spot) => label(maplibre, spot, latest).addTo(map));
    const frame = spots.map((spot) => spot.name).join("|");
    if (spots.length && framed === null) map.fitBounds(boundsOf(maplibre, spots), REACH);
    framed ??= frame;
    thin();
  };
  map.on("load", onReady);
  for (const layer of ["rings", "areas"]) {
    map.on("click", layer, (event) => latest.current.pick(event.features[0].properties.name));
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  return { show, remove: () => map.remove(), repaint: () => { map.setStyle(styleOf(land)); map.once("styledata", fill); } };
}

/** The part of the world that most is told of: far places of a few events are left for the reader to go to. */
function boundsOf(maplibre, spots) {
  const bounds = new maplibre.LngLatBounds();
  const reach = (name) => {
    const sorted = [...spots].sort((a, b) => a[name] - b[name]);
    const total = spots.reduce((sum, spot) => sum + spot.events, 0);
    let seen = 0;
    const inside = sorted.filter((spot) => { seen += spot.events; return seen > total * OUTER && seen - spot.events < total * (1 - OUTER); });
    return [inside[0][name], inside.at(-1)[name]];
  };
  const [west, east] = reach("longitude");
  const [south, north] = reach("latitude");
  bounds.extend([west, south]);
  bounds.extend([east, north]);
  return bounds;
}

/** A label is an element of the page: letters need no font from anywhere, and keys reach it. */
function label(maplibre, spot, latest) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "map-label";
  element.textContent = `${shortened(spot.name, 24)} ${spot.events}`;
  element.title = `${plain(spot.name)}: ${count("count.events", spot.events)}`;
  element.addEventListener("click", (event) => { event.stopPropagation(); latest.current.pick(spot.name); });
  return new maplibre.Marker({ element, anchor: "left", offset: [10, 0] }).setLngLat([spot.longitude, spot.latitude]);
}
