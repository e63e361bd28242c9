// Loaded into every service process of a fault run before anything else (`node --import`): what a fault needs to have inside, so that
// the services themselves know nothing of it.
import { obeyClockOrders } from './clock.js';
import { obeyBuildOrders } from './next-version.js';

const folder = process.env['FAULT_ORDERS'];
if (folder) {
  obeyClockOrders(folder);
  obeyBuildOrders(folder);
}
