/** Who is signed in, as the API tells whoever asks with a token. */
import * as z from "zod";
import { label, regionCode } from "./wireParts.ts";

export const signedInAs = z
  .object({
    account: z.string(),
    name: z.string(),
    grants: z.array(z.object({ role: z.string(), regionCode })).describe("本次凭证的授权:角色和区划"),
    label,
  })
  .meta({ id: "SignedInAs" });
export type SignedInAs = z.infer<typeof signedInAs>;
