import { runService } from '#libs/service-kit';
import { gatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';

await runService(GatewayModule, gatewayConfig());
