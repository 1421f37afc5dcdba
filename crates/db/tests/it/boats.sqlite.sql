CREATE TRIGGER storm BEFORE INSERT ON storms BEGIN
    SELECT RAISE(ROLLBACK, 'the storm takes them all');
END;
