/**
 * How a map looks: land, outlines, names of places and organisations as points. Everything is
 * drawn from the two GeoJSON addresses of the region; names use the reader's own fonts, so there
 * is neither a tile nor a glyph server.
 */

export const ORGANISATIONS = "organisations";

/**
 * Return a MapLibre style.
 *
 * @param settings of the map: outlines, organisations (addresses), colour ("a" or "b").
 * @param colours of `palette()`.
 */
export function styleOf(settings, colours) {
  return {
    version: 8,
    sources: {
      outlines: { type: "geojson", data: settings.outlines },
      organisations: { type: "geojson", data: settings.organisations },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": colours.water } },
      {
        id: "land",
        type: "fill",
        source: "outlines",
        filter: ["!=", ["geometry-type"], "Point"],
        paint: { "fill-color": colours.land },
      },
      {
        id: "borders",
        type: "line",
        source: "outlines",
        filter: ["!=", ["geometry-type"], "Point"],
        layout: { "line-join": "round" },
        paint: { "line-color": colours.strong, "line-width": 0.8, "line-opacity": 0.6 },
      },
      {
        id: ORGANISATIONS,
        type: "circle",
        source: "organisations",
        // Large points first, so that small ones lie on top of them.
        layout: { "circle-sort-key": ["-", 0, ["get", "radius"]] },
        paint: {
          "circle-radius": ["get", "radius"],
          "circle-color": colours[settings.colour],
          "circle-opacity": 0.55,
          "circle-stroke-color": colours.surface,
          "circle-stroke-width": 1,
        },
      },
      {
        id: "names",
        type: "symbol",
        source: "outlines",
        filter: ["==", ["geometry-type"], "Point"],
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["system-ui", "Noto Sans CJK SC", "sans-serif"],
          "text-size": 13,
          "text-max-width": 8,
          "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
          "text-padding": 2,
        },
        paint: {
          "text-color": colours.ink,
          "text-halo-color": colours.land,
          "text-halo-width": 1.6,
        },
      },
    ],
  };
}
