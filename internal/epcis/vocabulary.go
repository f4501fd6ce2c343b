package epcis

import (
	"slices"
	"strings"
)

// Where GS1's words stand. CBV 2.0 wrote the Web Vocabulary's as https://gs1.org/voc/;
// GS1 moved it, and event hash ids are made of the new one (see hash.go).
const (
	cbvBase   = "https://ref.gs1.org/cbv/"
	vocBase   = "https://ref.gs1.org/voc/"
	epcisBase = "https://ref.gs1.org/epcis/"
)

// vocabulary is a list of words that GS1 has closed. In a document a word of it stands
// bare, as a compact URI or as a URI; whoever needs another word takes a URI of his own.
type vocabulary struct {
	name   string // in a reason
	base   string
	prefix string // of a word in its URI: BizStep-
	urn    string // of a word in the URNs of EPCIS 1: urn:epcglobal:cbv:bizstep:
	words  []string
}

var bizSteps = vocabulary{"business step", cbvBase, "BizStep-", "bizstep", words(`
	accepting arriving assembling collecting commissioning consigning creating_class_instance
	cycle_counting decommissioning departing destroying disassembling dispensing encoding
	entering_exiting holding inspecting installing killing loading other packing picking
	receiving removing repackaging repairing replacing reserving retail_selling sampling
	sensor_reporting shipping staging_outbound stock_taking stocking storing transporting
	unloading unpacking void_shipping`)}

var dispositions = vocabulary{"disposition", cbvBase, "Disp-", "disp", words(`
	active available completeness_inferred completeness_verified conformant container_closed
	container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
	inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement
	no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved
	retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown`)}

var bizTransactionTypes = vocabulary{"business transaction type", cbvBase, "BTT-", "btt", words(`
	bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt`)}

var partyTypes = vocabulary{"source or destination type", cbvBase, "SDT-", "sdt", words(`
	location owning_party possessing_party`)}

var errorReasons = vocabulary{"error reason", cbvBase, "ER-", "er", words(`did_not_occur incorrect_data`)}

var components = vocabulary{"component", cbvBase, "Comp-", "comp", words(`
	altitude axial_distance azimuth easting elevation_angle height latitude longitude northing
	polar_angle spherical_radius x y z`)}

// measurementTypes has, behind CBV 2.0's words, those of its drafts that documents in
// circulation use.
var measurementTypes = vocabulary{"measurement type", vocBase, "", "", words(`
	AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
	AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity
	Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
	DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity
	ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
	KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity
	MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass MassConcentration
	MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass
	MolarVolume Power Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity
	Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension
	Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux
	Wavenumber
	Activity EffectiveDose EffectiveDoseRate`)}

var sensorAlerts = vocabulary{"sensor alert", vocBase, "", "", words(`ALARM_CONDITION ERROR_CONDITION`)}

// cbvPrefixes begin the words of CBV's vocabularies in their URIs: a name that begins
// with one and is no word of it does not exist. Other names below cbv: are let pass.
var cbvPrefixes = words(`BizStep- Disp- BTT- SDT- ER- Comp-`)

func words(list string) []string { return strings.Fields(list) }

// complaint says what is wrong with a word; "" when nothing is.
func (v vocabulary) complaint(word string) *Fault {
	if slices.Contains(v.words, word) {
		return nil
	}
	if !strings.Contains(word, ":") {
		return faultf("%s is no %s of CBV 2.0; a word of your own is a URI", quoted(word), v.name)
	}
	if strings.HasPrefix(word, "urn:epcglobal:cbv") {
		return faultf("%s is a URN of EPCIS 1: in JSON a word of CBV stands bare, as in %s", quoted(word), quoted(v.words[0]))
	}
	for _, old := range []string{"://ns.gs1.org/cbv/", "://gs1.org/voc/", "://www.gs1.org/voc/"} {
		if strings.HasPrefix(word, "http"+old) || strings.HasPrefix(word, "https"+old) {
			return faultf("%s is GS1's: in JSON its word stands bare, as in %s", quoted(word), quoted(v.words[0]))
		}
	}
	if rest, ofCBV := cutCBV(word); ofCBV && v.base == cbvBase && !v.has(rest) && hasAnyPrefix(rest, cbvPrefixes) {
		return faultf("%s is no %s of CBV 2.0", quoted(word), v.name)
	}
	return uriComplaint(word)
}

// has tells whether a name below CBV's URI is a word of the vocabulary.
func (v vocabulary) has(name string) bool {
	word, ok := strings.CutPrefix(name, v.prefix)
	return ok && slices.Contains(v.words, word)
}

// cutCBV is what follows CBV's URI or its prefix.
func cutCBV(word string) (name string, ok bool) {
	if name, ok = strings.CutPrefix(word, "cbv:"); ok {
		return name, true
	}
	return strings.CutPrefix(word, cbvBase)
}

func hasAnyPrefix(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// expand is a word's URI: the same for every way to write it.
func (v vocabulary) expand(word string, names *namespaces) string {
	if slices.Contains(v.words, word) {
		return v.base + v.prefix + word
	}
	return names.expand(modern(word))
}

// modern is the URI of a word that EPCIS 1 wrote as a URN, and anything else as it is.
func modern(uri string) string {
	rest, ok := strings.CutPrefix(uri, "urn:epcglobal:cbv:")
	if !ok {
		return uri
	}
	for _, v := range []*vocabulary{&bizSteps, &dispositions, &bizTransactionTypes, &partyTypes, &errorReasons} {
		if word, ok := strings.CutPrefix(rest, v.urn+":"); ok {
			return v.base + v.prefix + word
		}
	}
	return uri
}
