// The first file of LeadProjection takes this one's place.
