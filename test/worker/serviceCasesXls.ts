/** A workbook of Excel 97 as SheetJS writes it: two lines above the titles, which go over two lines, merged; a sum; a note. */
import { gunzipSync } from "node:zlib";

const packed = [
  "H4sIAAAAAAACA+1WzUtUURQ/9743b96oYzOamRIh0yKqRTVm2YA6ilAIPnOeplJ+DdlMOKHoEEgRkgWCRW3aRTCLFq2yTYEETX9A",
  "H1gQ1CaLoKWB1Maczj33PX3OSlOkaM7ld9/M797zcb/OvW9e+z+lHpfPQZbUggJLGQ9oDo4huP3HJ/8LLGUyGZvO5OSfkl+IJQsq",
  "rp8LoVlrmsP/AXGmFYRz/d0IHeFB5CHyEQUIL6IQsU2mAPAjihDFiO2IEsQORCliJ6IMUZ7bT38tIrAxUcHF7FzC1qgj9lpas+8U",
  "E+JQiSUJTVC1bv9FwMk/t+6etcctpQOGYAQGIYrfIfz+qX9b1qIj5imhwabJev075VjwaHAjvj06ZgHNBdGRl25PmoGGiWMOXwnT",
  "6gt6K3xGnIVhkU/MeGVlssmELZEGiqGfiRgwLKjBXwzuIevHnMTlylHeEvUj6veM6hrKZwB9I+nGamu9FliY+t2iOkB1IQiLT0nn",
  "AzGHMdPNk8Yd6yi4WD3urgvQDwnYrVZBNeZEFoA846R5EPKxrkBjcSwBaDgfgItYAqBFAjCKJQCzY6L9EyVWgIWsxc3xW8tnSx8t",
  "/Q28FveJjIaJ4DjosZuYWhiWRbo+peQtHxTfqoPipS1UgPU5vFDFbz9tJB/qLj78PtscPVXXS/x+4g9QfY2YcYf9CeKvy8c5L5QH",
  "U25Aker4HuvF7gUWGlMmwHhuhgx/4ouhJb2xVOTypempuisqL6XM5MOzyoJwCLfzEUj2iDGpvAybFIqLDXY+iLabzS0heNUx2nri",
  "rsq9VtAY1u2en6bK5Vh8qMFaY++6yltULgbGkcLJES5/GMMDUlGViu6ubwlBKNQLifemlpSEIon7kbdXFRycar08hMzXqbyYJtyH",
  "Q2UiZulQduR2x/HGsGSUZdXGsLCu2v4HJtt7RReXwzqExZy4yLpbWA9CBdpf8eByeKgPS0bJYjSHQT0sJkIjgxh0t1FvdhutMdlt",
  "2RTsshQVByOCdduzrLelpkQX94pSui0smRX/bahUQrvEJ3wOdsYnZ4wQVPR6DNmgyIbUmeq4aDBiH0/X8iJ4QldT2LHTv+LIteWL",
  "k9MFDvQVO51TUQhiPt0UKIMZJuKjQxHTiyGmO18AlCDj+l7E6ocBqdq3s04OVesI5WTz5TeruI3TABAAAA==",
].join("");

/** 村委会, 受理, 办结, 备注 of three villages of a township; one of them is not on the roster. */
export const serviceCasesXls = new Uint8Array(gunzipSync(Buffer.from(packed, "base64")));
