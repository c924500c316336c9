package.preload["my.mod"] = function(name) return { name = name, v = 1 } end
local m = require("my.mod") print(m.name, m.v, require("my.mod") == m, package.loaded["my.mod"] == m)
package.preload.noret = function() end print(require("noret"), package.loaded.noret)
package.preload.setsloaded = function(n) package.loaded[n] = "set" end print(require("setsloaded"))
package.preload.fails = function() error("broken module", 0) end print(pcall(require, "fails"))
package.loaded.fake = { 1, 2 } print(#require("fake"))
print(pcall(require)) print(pcall(require, {}))
package.preload.falsy = function() return false end print(require("falsy")) print(require("falsy"))
package.preload.mod2 = function(...) module(...) function hello() return "hello from " .. _NAME end end local m2 = require("mod2") print(m2.hello(), mod2 == m2, m2._NAME, m2._PACKAGE == "", m2._M == m2)
package.preload["pk.sub"] = function(...) module(..., package.seeall) val = tostring(5) end require("pk.sub") print(pk.sub.val, pk.sub._PACKAGE, pk.sub._NAME)
print(type(package.path), type(package.cpath), type(package.loaders), type(package.preload), package.loaded._G == _G, package.loaded.string == string)
local old = package.loaders package.loaders = { function(n) return "\n\tcustom: no " .. n end, function(n) if n == "dyn" then return function(...) return "loaded " .. ... end end end } print(require("dyn")) print(pcall(require, "nothing")) package.loaders = 5 print(pcall(require, "x")) package.loaders = old
