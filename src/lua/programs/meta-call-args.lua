local c = setmetatable({}, { __call = function(self, ...) return select("#", ...), ... end }) print(c(), c(1), c(nil, nil), c(1, 2, 3)) print((c(1, 2)), pcall(c, "x"), c{ 1 } , c"str")
local nested = setmetatable({}, { __call = c }) print(pcall(nested, 1)) print(pcall(setmetatable({}, { __call = 5 }))) print(({ c(7) })[2])
