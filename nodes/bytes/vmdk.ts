import { createHash } from 'node:crypto';
import { basename } from 'node:path';

export const SECTOR_BYTES = 512;
const GIB = 2 ** 30;

/** Where the bytes of a disk lie whose descriptor is `path`. */
export function flatOf(path: string): string {
  return path.replace(/\.vmdk$/, '-flat.vmdk');
}

/** The descriptor of a thin disk as ESXi writes it; its ids are made of the file's name, so that the same disk has the same ones.
 *  Source: "Virtual Disk Format 5.0" (VMware), section The Descriptor File – documented; keys of ddb – observed on ESXi 6.7 disks. */
export function descriptorOf(path: string, sizeBytes: number): string {
  const sectors = Math.ceil(sizeBytes / SECTOR_BYTES);
  const { cylinders, heads, perTrack } = geometryOf(sectors);
  const id = createHash('sha256')
    .update(`${basename(path)} ${sizeBytes}`)
    .digest('hex');
  const uuid = `60 00 C2 9${id.slice(9, 10)} ${pairs(id.slice(10, 18))}-${pairs(id.slice(18, 34))}`;
  // The two highest ids mean something else: a disk without parent, one whose contents are not known.
  const contentId = id.slice(0, 8).replace(/^f/, 'e');
  return `# Disk DescriptorFile
version=1
encoding="UTF-8"
CID=${contentId}
parentCID=ffffffff
isNativeSnapshot="no"
createType="vmfs"

# Extent description
RW ${sectors} VMFS "${basename(flatOf(path))}"

# The Disk Data Base
#DDB

ddb.adapterType = "lsilogic"
ddb.geometry.cylinders = "${cylinders}"
ddb.geometry.heads = "${heads}"
ddb.geometry.sectors = "${perTrack}"
ddb.longContentID = "${id.slice(32, 56)}${contentId}"
ddb.thinProvisioned = "1"
ddb.toolsVersion = "0"
ddb.uuid = "${uuid}"
ddb.virtualHWVersion = "13"
`;
}

/** As ESXi's SCSI adapters show a disk. */
function geometryOf(sectors: number): { cylinders: number; heads: number; perTrack: number } {
  const bytes = sectors * SECTOR_BYTES;
  const [heads, perTrack] = bytes < GIB ? [64, 32] : bytes < 2 * GIB ? [128, 32] : [255, 63];
  return { cylinders: Math.max(1, Math.floor(sectors / (heads * perTrack))), heads, perTrack };
}

function pairs(hex: string): string {
  return (hex.match(/../g) ?? []).join(' ');
}
