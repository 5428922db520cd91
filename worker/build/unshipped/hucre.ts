/** Stands in the place of what hucre reads and writes of a workbook beside its cells: charts, pivots, slicers, links, pictures, encryption. */
const none = () => undefined;
const empty = () => [];

export const [parseChart, parsePivotTable, parsePivotCacheDefinition, attachPivotCacheFields] = [
  none,
  none,
  none,
  none,
];
export const [parseSlicers, parseSlicerCache, parseTimelines, parseTimelineCache] = [empty, none, empty, none];
export const [parseExternalLink, parsePersons, parseThreadedComments] = [none, none, empty];
export const [parseCellImages, assembleCellImages, REL_CELL_IMAGES] = [empty, empty, "unshipped"];
/** Nothing of these is ever given to be written, nor a password to be opened with. */
export const [writeChart, writeDrawing, writePivotTable, resolvePivotSource] = [none, none, none, none];
export const [encryptAgile, decryptAgile] = [none, none];
