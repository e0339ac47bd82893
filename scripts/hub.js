#!/usr/bin/env node
// The `hub` command: plain JavaScript that starts the real one, hub.ts, on the Node it needs.
import { checkNode, runHub } from "./launch.js";

checkNode();
runHub(process.argv.slice(2));
