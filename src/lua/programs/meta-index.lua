local base = { greet = function(self) return "hi " .. self.name end, kind = "base" }
base.__index = base
local obj = setmetatable({ name = "bob" }, base)
print(obj:greet(), obj.kind, obj.missing)
local log = {}
local proxy = setmetatable({}, { __index = function(t, k) log[#log + 1] = k return k .. "!" end })
print(proxy.a, proxy["b c"], proxy[1], table.concat(log, ","))
local derived = setmetatable({}, { __index = base })
derived.__index = derived
local d = setmetatable({ name = "deep" }, derived)
print(d:greet(), d.kind)
base.kind = nil
print(d.kind)
derived.kind = "derived"
print(d.kind, rawget(d, "kind"))
print(getmetatable(d) == derived, getmetatable({}), getmetatable("").__index == string)
local chain = {}
for i = 1, 20 do chain = setmetatable({}, { __index = chain }) if i == 1 then getmetatable(chain).__index.x = "bottom" end end
print(chain.x)
print(rawget(chain, "x"))
