export { Arm } from './arm';
export { concerned } from './arm-error';
export type { Answer, Call, Route } from './call';
export { ROUTES } from './routes';
export { makeCertificate } from './transport/certificate';
export { buildServer, type Served, type ServerOptions } from './transport/server';
export { Tokens } from './transport/tokens';
