local log = {} local function t(n, v) log[#log + 1] = n return v end
local r = t("a", 1) + t("b", 2) * t("c", 3) - t("d", 4) / t("e", 2) print(r, table.concat(log)) log = {}
r = t("a", 1) < t("b", 2) and t("c", nil) or t("d", 4) print(r, table.concat(log)) log = {}
local tab = { t("a", 1), t("b", 2), x = t("c", 3), [t("d", "k")] = t("e", 5), t("f", 6) } print(table.concat(log), #tab, tab.k) log = {}
local function f(...) return select("#", ...) end f(t("a", 1), t("b", 2), t("c", 3)) print(table.concat(log)) log = {} local o = { m = function(self, x) return x end } local _ = t("o", o):m(t("arg", 5)) print(table.concat(log, ",")) log = {}
t("t", {})[t("k", "key")] = t("v", 1) print(table.concat(log, ",")) log = {} local x, y = t("1", 1), t("2", 2) x, y = t("3", y), t("4", x) print(x, y, table.concat(log)) log = {}
_ = t("x", "a") .. t("y", "b") .. t("z", "c") print(table.concat(log)) log = {} if t("p", false) or t("q", true) and t("r", true) then print(table.concat(log)) end log = {} for i = t("s", 1), t("l", 2), t("st", 1) do log[#log + 1] = i end print(table.concat(log, ","))
local v = 1 local function inc() v = v + 1 return v end print(v + inc() + v, inc() .. v) local function chg() v = "str" return 1 end print(pcall(function() v = 5 return v * chg() end))
print(pcall(function() local nilv; nilv(t("evaluated", 1)) end), log[#log]) print(pcall(function() local nt; nt.x = t("value", 1) end), log[#log]) print(pcall(function() local nt; return nt[t("key", 1)] end), log[#log])
