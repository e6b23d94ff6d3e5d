// The first file of LeadProjectionTests takes this one's place.
