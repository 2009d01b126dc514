import type { User } from "./user";
import { type Role, permissions as rights } from "../auth/index";
import type Schema from "schema";
import fs = require("fs");
import Deep = Kit.Inner.Deep;
export type { Token as AccessToken } from "@app/tokens.js";
export type * from "./all";
export import Again = Kit.Again;
const lazy = async (): Promise<User> => (await import("./lazy")).user;
