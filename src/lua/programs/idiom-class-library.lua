local function class(name, super)
  local cls = { name = name, __index = nil, super = super }
  cls.__index = cls
  if super then for k, v in pairs(super) do if cls[k] == nil then cls[k] = v end end setmetatable(cls, { __index = super, __call = function(c, ...) return c.new(...) end, __tostring = function() return "class " .. name end })
  else setmetatable(cls, { __call = function(c, ...) return c.new(...) end, __tostring = function() return "class " .. name end }) end
  function cls.new(...) local o = setmetatable({}, cls) if cls.init then cls.init(o, ...) end return o end
  cls.__tostring = function(o) return "instance of " .. name end
  return cls
end
local Shape = class("Shape") function Shape:init(n) self.n = n end function Shape:area() return 0 end function Shape:describe() return self.n .. " area " .. self:area() end
local Circle = class("Circle", Shape) function Circle:init(r) Shape.init(self, "circle") self.r = r end function Circle:area() return self.r * self.r * 3 end
local Square = class("Square", Shape) function Square:init(s) self.super.init(self, "square") self.s = s end function Square:area() return self.s ^ 2 end
for _, s in ipairs({ Circle(2), Square(3), Shape("blank") }) do print(s:describe(), tostring(s)) end print(tostring(Circle), Circle.super == Shape, Circle.name)
