import { runService } from '#libs/service-kit';
import { gatewaySettings } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';

await runService(GatewayModule, gatewaySettings);
