local t = setmetatable({ 1, 2 }, { __len = function() return 42 end }) print(#t) print(#setmetatable({}, { __len = function() return 1 end }), #"abc")
