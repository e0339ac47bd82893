// `npm start`: sets up what is missing and runs the demonstration; options after `--` are handed on.
import { runHub } from "./launch.js";
import { setUp } from "./setup.js";

setUp();
runHub(["demo", ...process.argv.slice(2)]);
