local store = {}
local t = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v and v * 2) end })
t.a = 5
print(t.a)
t.a = 7
print(t.a)
local u = setmetatable({}, { __newindex = store })
u.x = 1
print(rawget(u, "x"), store.x)
u[1] = "one"
print(#u, store[1])
local ro = setmetatable({}, { __index = { v = 1 }, __newindex = function(_, k) error("readonly " .. tostring(k), 2) end })
print(ro.v, pcall(function() ro.v = 2 end))
local chained = setmetatable({}, { __newindex = setmetatable({}, { __newindex = store }) })
chained.deep = "ok"
print(store.deep)
local n = 0
local counter = setmetatable({ present = 1 }, { __newindex = function(t, k, v) n = n + 1 rawset(t, k, v) end })
counter.present = 2 counter.new = 1 counter.new = 2 counter.present = nil counter.present = 3
print(n, counter.present)
