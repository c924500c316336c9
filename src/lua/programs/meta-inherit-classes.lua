local Animal = {}
Animal.__index = Animal
function Animal.new(name) local self = setmetatable({}, Animal) self.name = name return self end
function Animal:speak() return self.name .. " makes a sound" end
local Dog = setmetatable({}, { __index = Animal })
Dog.__index = Dog
function Dog.new(name) local self = Animal.new(name) return setmetatable(self, Dog) end
function Dog:speak() return Animal.speak(self) .. ": woof" end
function Dog:fetch(n) self.count = (self.count or 0) + n return self end
local d = Dog.new("Rex")
print(d:speak(), d:fetch(2):fetch(3).count)
print(Animal.new("Cat"):speak(), getmetatable(d) == Dog)
local function class(parent)
  local c = {}
  c.__index = c
  if parent then setmetatable(c, { __index = parent, __call = getmetatable(parent).__call }) else
    setmetatable(c, { __call = function(cls, ...) local o = setmetatable({}, cls) if o.init then o:init(...) end return o end })
  end
  return c
end
local A = class()
function A:init(x) self.x = x end
function A:get() return self.x end
local B = class(A)
function B:get() return A.get(self) * 2 end
print(A(5):get(), B(5):get())
local mixin = { shout = function(self) return self.name:upper() .. "!" end }
for k, v in pairs(mixin) do Dog[k] = v end
print(d:shout())
