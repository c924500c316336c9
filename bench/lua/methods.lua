-- Method calls through chains of metatables, and operators.
local Shape = {}
Shape.__index = Shape
function Shape:scale(k) self.size = self.size * k return self end
function Shape:area() return self.size * self.size end
local Circle = setmetatable({}, { __index = Shape })
Circle.__index = Circle
function Circle:area() return 3 * Shape.area(self) end
local Ring = setmetatable({}, { __index = Circle })
Ring.__index = Ring
function Ring:area() return Circle.area(self) - self.hole end
local Pair = {}
Pair.__index = Pair
Pair.__add = function(a, b) return setmetatable({ a = a.a + b.a, b = a.b + b.b }, Pair) end
Pair.__lt = function(a, b) return a.a < b.a end
return function()
  local list, total = {}, 0
  for i = 1, 90 do
    local class = i % 3 == 0 and Ring or i % 3 == 1 and Circle or Shape
    list[i] = setmetatable({ size = i, hole = 2 }, class)
  end
  for _ = 1, 1500 do
    for i = 1, #list do total = total + list[i]:scale(1):area() end
  end
  local sum, one = setmetatable({ a = 0, b = 0 }, Pair), setmetatable({ a = 1, b = 2 }, Pair)
  for _ = 1, 120000 do
    sum = sum + one
    if sum < one then total = total + 1 end
  end
  return string.format("%.0f", total + sum.a + sum.b)
end
