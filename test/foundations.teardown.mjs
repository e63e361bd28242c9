import { stopFoundations } from './foundations.mjs';

export default stopFoundations;
