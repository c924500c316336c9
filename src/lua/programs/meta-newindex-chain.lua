local store = {} local t = setmetatable({ old = 1 }, { __newindex = store }) t.new = 2 t.old = 3 print(rawget(t, "new"), store.new, t.old)
local log = {} local u = setmetatable({}, { __newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v * 2) end }) u.a = 1 u.a = 5 u.b = 2 print(u.a, u.b, table.concat(log, ","))
local deep = setmetatable({}, { __newindex = setmetatable({}, { __newindex = function(_, k, v) print("deep", k, v) end }) }) deep.x = 1 deep[1] = 2
