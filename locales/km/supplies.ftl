# សម្ភារៈជំនួយ

supply-tier-ministry = ថ្នាក់កណ្ដាល (ក្រសួង)
supply-tier-province = ខេត្ត
supply-tier-district = ស្រុក
supply-tier-local = ឃុំ/រដ្ឋបាលមូលដ្ឋាន
supply-tier-end = កន្លែងចែក
