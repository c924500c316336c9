local log = {}
local t = setmetatable({}, { __index = function(_, k) log[#log + 1] = "get " .. tostring(k) return k end, __newindex = function(_, k, v) log[#log + 1] = "set " .. tostring(k) end })
t.a = 1 print(t.a, rawget(t, "a")) rawset(t, "a", 2) print(t.a, rawget(t, "a"), rawset(t, "b", 3) == t)
print(table.concat(log, ";"), rawequal(t, t), rawequal(t, {}), rawequal("a", "a"), rawequal(1, 1.0), rawequal(nil, false))
print(pcall(rawget, 1, 2), pcall(rawset, nil, 1, 1), pcall(rawset, {}, nil, 1), pcall(rawequal, 1), pcall(rawget, {}))
print(pcall(rawset, {}, 0/0, 1))
print(pcall(rawset, {}, 1), rawlen == nil)
