local Base = {} Base.__index = Base function Base.new(c, x) return setmetatable({ x = x }, c) end function Base:describe() return "base " .. self.x end
local Derived = setmetatable({}, { __index = Base }) Derived.__index = Derived function Derived:describe() return "derived " .. Base.describe(self) end
print(Base.new(Base, 1):describe(), Base.new(Derived, 2):describe(), getmetatable(Base.new(Derived, 3)) == Derived, pcall(Derived.describe)) print(pcall(function() return Base:nothing() end))
