# Supplies: what is told to programs that send something amiss

supply-unit-unknown = There is no such unit, or it is not yours to see
supply-entry-unknown = Name the entry that is to be reversed by its id
supply-line-unknown = There is no such line here. Check item and lot
supply-line-twice = This is told twice. Each comes once
supply-not-of-kind = This does not belong to an entry of this kind
supply-one-change = Change one thing at a time: what the unit is called, the unit above it, or that it is closed
supply-request-unknown = Tell the reference of a help request
