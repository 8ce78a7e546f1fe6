export { borrowed } from './blocks';
export { ChannelBroken, Said } from './broken';
export { Channel, type ChannelOptions } from './channel';
export { deriveIdentity, type Identity } from './identity';
