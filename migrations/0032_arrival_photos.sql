-- A picture of what came of a shipment, such as of boxes that are broken.
ALTER TABLE supply_arrivals ADD COLUMN photo TEXT;
