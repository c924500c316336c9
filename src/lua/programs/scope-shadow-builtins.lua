local print, tostring = print, tostring
local type = function(x) return "shadowed " .. tostring(x) end print(type(5))
do local print = function(...) return "silent" end local r = print("x") io.write(r, "\n") end
local math = { floor = function(x) return "my floor" end } print(math.floor(3.7), math.pi)
local string = string local function error(m) return "not an error: " .. m end print(error("x"))
local pairs = function(t) return function(_, k) if not k then return 1, "only" end end, t, nil end for k, v in pairs({ 5, 6 }) do print(k, v) end
local function select(n, ...) return "my select", n, ... end print(select(1, 2), (function(...) return select("#", ...) end)(7, 8))
local next = function() return nil end for k in next, {} do print("none") end
function assert(x) return "my assert " .. tostring(x) end print(assert(false)) assert = nil print(pcall(function() assert(1) end))
setmetatable(_G, { __index = function(_, k) return "auto " .. k end }) print(undefined_name, rawget(_G, "undefined_name")) setmetatable(_G, nil) print(undefined_name)
local unpack = unpack print(unpack({ 1, 2 })) local coroutine = { yield = function(x) return "fake yield " .. x end } print(coroutine.yield(5))
